import CTurboJPEG
import DigitFormats

/// Writes JPEG files for tests.
enum TestJPEG {
    private struct Failed: Error {}

    /// Writes a grey picture.
    static func encode(_ picture: GreyImage, quality: Int) throws -> [UInt8] {
        guard let handle = tjInitCompress() else { throw Failed() }
        defer { tjDestroy(handle) }
        var file: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let status = tjCompress2(
            handle, picture.pixels, CInt(picture.width), 0, CInt(picture.height), CInt(TJPF_GRAY.rawValue), &file,
            &size,
            CInt(TJSAMP_GRAY.rawValue), CInt(quality), 0)
        guard status == 0, let file else { throw Failed() }
        defer { tjFree(file) }
        return [UInt8](UnsafeBufferPointer(start: file, count: Int(size)))
    }
}
