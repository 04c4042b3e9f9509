extension IDX {
    /// The largest array that is decompressed unless the caller says otherwise: 1 GiB.
    ///
    /// The largest file of the family, EMNIST's `byclass` training images, takes 547 MB.
    public static let defaultLimit = 1 << 30

    /// Reads a whole file, compressed with gzip or not.
    ///
    /// As soon as the header is out it decides how much more is decompressed: a bomb behind it costs nothing.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - limit: The largest array to decompress, in bytes.
    /// - Returns: The array, of the shape and type that the header gives.
    /// - Throws: What reading an uncompressed file and ``Gzip`` throw; `limitExceeded` where the header asks
    ///   for more than the limit, before anything is allocated.
    public static func decode(possiblyGzipped bytes: RawSpan, limit: Int = defaultLimit) throws(FormatError) -> Tensor {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in
            guard Signature.gzip.matches(buffer) else { return try decode(buffer) }
            var inflater = Inflater(buffer, .gzip, format: .gzip)
            let (header, _) = try header(from: &inflater, limit: limit)
            guard inflater.couldYield(header.byteCount) else { throw tooFew(header) }
            var data = try inflater.bytes(upTo: header.byteCount)
            guard data.count == header.byteCount else { throw tooFew(header) }
            guard try inflater.reachesEnd() else { throw tooMany(header) }
            Tensor.swapByteOrder(&data, elementSize: header.elementType.size)
            return Tensor(trusted: header.elementType, shape: header.shape, bytes: data)
        }
    }

    /// Reads a whole file, compressed with gzip or not.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - limit: The largest array to decompress, in bytes.
    /// - Returns: The array, of the shape and type that the header gives.
    /// - Throws: As for a span of bytes.
    public static func decode(possiblyGzipped bytes: [UInt8], limit: Int = defaultLimit) throws(FormatError) -> Tensor {
        try decode(possiblyGzipped: bytes.span.bytes, limit: limit)
    }

    /// Turns a file, compressed with gzip or not, into the uncompressed file, piece by piece and checked.
    ///
    /// It serves to keep an uncompressed copy on disk, that can be mapped, through 64 KB of memory. What the sink was
    /// given is known to be right only when the function returns: the checksum comes last.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - limit: The largest array to decompress, in bytes.
    ///   - sink: Takes the next piece of the uncompressed file, its header included, and never an empty one.
    /// - Returns: The header of the file.
    /// - Throws: What reading it whole throws, as a ``FormatError``, and whatever the sink throws.
    public static func unpack(
        possiblyGzipped bytes: RawSpan, limit: Int = defaultLimit, into sink: (_ piece: RawSpan) throws -> Void
    ) throws -> Header {
        try bytes.withUnsafeBytes { buffer in
            guard Signature.gzip.matches(buffer) else {
                let header = try header(buffer)
                guard header.fileByteCount <= buffer.count else { throw tooFew(header) }
                guard header.fileByteCount == buffer.count else { throw tooMany(header) }
                try sink(buffer.bytes)
                return header
            }
            var inflater = Inflater(buffer, .gzip, format: .gzip)
            let (header, headerBytes) = try header(from: &inflater, limit: limit)
            try sink(headerBytes.span.bytes)
            var left = header.byteCount
            while left > 0 {
                let piece = try inflater.bytes(upTo: min(left, Gzip.chunkSize))
                guard !piece.isEmpty else { throw tooFew(header) }
                left -= piece.count
                try sink(piece.span.bytes)
            }
            guard try inflater.reachesEnd() else { throw tooMany(header) }
            return header
        }
    }

    /// Decompresses the header alone.
    private static func header(
        from inflater: inout Inflater, limit: Int
    ) throws(FormatError) -> (header: Header, bytes: [UInt8]) {
        var bytes = try inflater.bytes(upTo: prefixSize)
        var failure: FormatError?
        var rank = 0
        bytes.withUnsafeBytes { buffer in
            do throws(FormatError) { rank = try prefix(buffer).rank } catch { failure = error }
        }
        if let failure { throw failure }
        bytes += try inflater.bytes(upTo: 4 * rank)
        let header = try header(bytes)
        guard header.byteCount <= limit else {
            throw FormatError(
                .limitExceeded, .idx, at: prefixSize,
                "an array of shape \(header.shape) takes \(header.byteCount) bytes, the limit is \(limit)")
        }
        return (header, bytes)
    }

    private static func tooFew(_ header: Header) -> FormatError {
        FormatError(.truncated, .idx, "an array of shape \(header.shape) takes \(header.byteCount) bytes, fewer follow")
    }

    private static func tooMany(_ header: Header) -> FormatError {
        FormatError(
            .trailingBytes, .idx, at: header.fileByteCount,
            "an array of shape \(header.shape) takes \(header.byteCount) bytes, more follow")
    }
}
