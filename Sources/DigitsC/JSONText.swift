import CDigits

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// JSON in memory of C, for a caller to free with `digits_free`.
enum JSONText {
    /// Writes a value as JSON, its keys in alphabetical order.
    ///
    /// - Throws: `BoundaryError` where there is no memory for it.
    static func make(_ value: some Encodable) throws -> UnsafeMutablePointer<CChar> {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let text = strdup(String(decoding: try encoder.encode(value), as: UTF8.self)) else {
            throw BoundaryError(DIGITS_EXHAUSTED, "there is no memory for the answer")
        }
        return text
    }
}
