/// Gzip files, in memory (RFC 1952).
///
/// ```swift
/// let packed = Gzip.compress(Array("digits".utf8))
/// Gzip.isGzip(packed)                           // true
/// try Gzip.decompress(packed, limit: 1_000_000) // the six bytes again
/// ```
public enum Gzip {
    /// Size of the chunks that ``decompress(_:limit:into:)`` hands on, in bytes.
    static let chunkSize = 64 * 1024

    /// Tells whether the bytes begin as a gzip file does.
    public static func isGzip(_ bytes: RawSpan) -> Bool {
        bytes.withUnsafeBytes { Signature.gzip.matches($0) }
    }

    /// Tells whether the bytes begin as a gzip file does.
    public static func isGzip(_ bytes: [UInt8]) -> Bool {
        isGzip(bytes.span.bytes)
    }

    /// Decompresses a gzip file of one or more members.
    ///
    /// The output grows as data come, never past the limit, and during its last growth there are two copies of it.
    ///
    /// - Parameters:
    ///   - bytes: The whole gzip file.
    ///   - limit: The largest output to accept, in bytes.
    /// - Returns: The contents of all members, one after the other.
    /// - Throws: `wrongFormat` where it is no gzip file, `limitExceeded` as soon as the output passes the limit,
    ///   `truncated`, `malformed` where a checksum, a length or the compressed data are wrong, `trailingBytes` where
    ///   something that is no member follows.
    public static func decompress(_ bytes: RawSpan, limit: Int) throws(FormatError) -> [UInt8] {
        try bytes.withUnsafeBytes { input throws(FormatError) in
            var inflater = try inflater(input)
            var output: [UInt8] = []
            while true {
                let chunk = try inflater.bytes(upTo: chunkSize)
                if chunk.isEmpty { break }
                guard chunk.count <= limit - output.count else { throw passed(limit) }
                if output.count + chunk.count > output.capacity {
                    output.reserveCapacity(min(limit, max(2 * output.capacity, chunk.count)))
                }
                output.append(contentsOf: chunk)
            }
            return output
        }
    }

    /// Decompresses a gzip file of one or more members.
    ///
    /// - Parameters:
    ///   - bytes: The whole gzip file.
    ///   - limit: The largest output to accept, in bytes.
    /// - Returns: The contents of all members, one after the other.
    /// - Throws: As for a span of bytes.
    public static func decompress(_ bytes: [UInt8], limit: Int) throws(FormatError) -> [UInt8] {
        try decompress(bytes.span.bytes, limit: limit)
    }

    /// Decompresses a gzip file piece by piece, so that a large one can go to a file through 64 KB of memory.
    ///
    /// What the sink was given is known to be right only when the function returns: the checksum comes last.
    ///
    /// - Parameters:
    ///   - bytes: The whole gzip file.
    ///   - limit: The largest output to accept, in bytes.
    ///   - sink: Takes the next piece, never an empty one; what it throws ends the work.
    /// - Throws: What decompressing into an array throws, as a ``FormatError``, and whatever the sink throws.
    public static func decompress(
        _ bytes: RawSpan, limit: Int, into sink: (_ piece: RawSpan) throws -> Void
    ) throws {
        try bytes.withUnsafeBytes { input in
            var inflater = try inflater(input)
            var total = 0
            while true {
                let chunk = try inflater.bytes(upTo: chunkSize)
                if chunk.isEmpty { break }
                guard chunk.count <= limit - total else { throw passed(limit) }
                total += chunk.count
                try sink(chunk.span.bytes)
            }
        }
    }

    /// Starts decompressing what must be a gzip file.
    private static func inflater(_ input: UnsafeRawBufferPointer) throws(FormatError) -> Inflater {
        guard Signature.gzip.matches(input) else {
            throw FormatError.wrongFormat(.gzip, "a gzip file begins with the bytes 1F 8B", found: input)
        }
        return Inflater(input, .gzip, format: .gzip)
    }

    private static func passed(_ limit: Int) -> FormatError {
        FormatError(.limitExceeded, .gzip, "the contents pass the limit of \(limit) bytes")
    }
}
