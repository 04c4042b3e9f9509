extension IDX {
    /// Reads a whole uncompressed file.
    ///
    /// - Parameter bytes: The file.
    /// - Returns: The array, of the shape and type that the header gives.
    /// - Throws: What reading the header throws, and `truncated` or `trailingBytes` where the length is not the one that
    ///   the header asks for, which is checked before anything is allocated.
    public static func decode(_ bytes: RawSpan) throws(FormatError) -> Tensor {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in try decode(buffer) }
    }

    /// Reads a whole uncompressed file.
    ///
    /// - Parameter bytes: The file.
    /// - Returns: The array, of the shape and type that the header gives.
    /// - Throws: As for a span of bytes.
    public static func decode(_ bytes: [UInt8]) throws(FormatError) -> Tensor {
        try decode(bytes.span.bytes)
    }

    static func decode(_ bytes: UnsafeRawBufferPointer) throws(FormatError) -> Tensor {
        let header = try header(bytes)
        var reader = ByteReader(bytes, format: .idx, offset: header.dataOffset)
        let stored = try reader.take(header.byteCount, "an array of shape \(header.shape)")
        try reader.expectEnd()
        return try Tensor(
            elementType: header.elementType, shape: header.shape, stored: stored, bigEndian: true,
            fortranOrder: false, format: .idx, at: header.dataOffset)
    }
}
