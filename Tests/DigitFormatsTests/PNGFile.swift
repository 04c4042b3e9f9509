import DigitFormats

/// Puts PNG files together from the rules of ISO/IEC 15948, and damaged ones back into a shape that reaches libpng.
enum PNGFile {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// A chunk: length, type, data, and the checksum of type and data.
    static func chunk(_ type: String, _ data: [UInt8] = []) -> [UInt8] {
        let typeAndData = Array(type.utf8) + data
        return bigEndian(UInt32(data.count)) + typeAndData + bigEndian(ZipFile.checksum(typeAndData))
    }

    /// The header of an 8-bit grey picture without interlacing.
    static func greyHeader(width: UInt32, height: UInt32) -> [UInt8] {
        chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, 0, 0, 0, 0])
    }

    /// Takes the chunks of a whole file apart: the type and the bytes from length to checksum.
    static func chunks(of file: [UInt8]) -> [(type: String, bytes: [UInt8])] {
        var rest = file.dropFirst(signature.count)
        var chunks: [(type: String, bytes: [UInt8])] = []
        while rest.count >= 12 {
            let size = min(rest.count, 12 + length(rest))
            let chunk = Array(rest.prefix(size))
            chunks.append((String(decoding: chunk[4..<8], as: UTF8.self), chunk))
            rest = rest.dropFirst(size)
        }
        return chunks
    }

    /// The same file with the checksum of every chunk set right, as far as the lengths lead through it.
    static func withChecksums(_ file: [UInt8]) -> [UInt8] {
        var repaired = file
        var start = signature.count
        while start + 12 <= file.count {
            let size = length(file[start...])
            let checksumStart = start + 8 + size
            guard checksumStart + 4 <= file.count else { break }
            let checksum = file[start + 4..<checksumStart].withUnsafeBytes { CRC32.checksum($0) }
            repaired.replaceSubrange(checksumStart..<checksumStart + 4, with: bigEndian(checksum))
            start = checksumStart + 4
        }
        return repaired
    }

    static func bigEndian(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) } }

    private static func length(_ bytes: ArraySlice<UInt8>) -> Int { bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } }
}
