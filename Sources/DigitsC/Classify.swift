public import CDigits
import DigitFormats
import DigitRecognition

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The largest file that is read, in bytes: 50 million pixels of three 16-bit samples, raw.
private let maximumPictureSize = 320_000_000

/// Reads the digits in a picture into JSON; see `digits.h`.
@c @implementation
public func digits_classify(
    _ recognizer: digits_recognizer, _ picture: UnsafeRawPointer?, _ byte_count: Int, _ flags: UInt32,
    _ threshold: Float, _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> digits_status {
    answer {
        let recognizer = try OpenRecognizers.find(recognizer)
        let json = try Argument.required(json, "json")
        guard recognizer.classes == 10 else {
            throw BoundaryError.misuse(
                "\(recognizer.name): expected a model for the ten digits, found one for \(recognizer.classes) classes")
        }
        let (single, unchecked) = (UInt32(DIGITS_SINGLE), UInt32(DIGITS_UNCHECKED))
        guard flags & ~(single | unchecked) == 0 else {
            throw BoundaryError.misuse("flags: expected a sum of DIGITS_SINGLE and DIGITS_UNCHECKED, found \(flags)")
        }
        guard (0...1).contains(threshold) else {
            throw BoundaryError.misuse("threshold: expected 0 to 1, found \(threshold)")
        }
        let bytes = try Argument.bytes(picture, byte_count, limit: maximumPictureSize, "picture")
        let grey = try GreyImage.decode(bytes.bytes)
        let options = ReadingOptions(
            isSingle: flags & single != 0, threshold: threshold, checksDigits: flags & unchecked == 0)
        json.pointee = try JSONText.make(ReadingDocument(recognizer.read(grey, options: options)))
    }
}

/// Frees what another function gave to be freed; see `digits.h`.
@c @implementation
public func digits_free(_ memory: UnsafeMutableRawPointer?) { free(memory) }
