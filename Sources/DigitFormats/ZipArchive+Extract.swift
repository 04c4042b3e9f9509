extension ZipArchive {
    /// Takes one file out of the archive.
    ///
    /// - Parameters:
    ///   - entry: One of ``entries``.
    ///   - bytes: The whole archive, the same that the entries were read from.
    ///   - limit: The largest contents to accept, in bytes; checked before anything is allocated.
    /// - Returns: The contents, whose length and checksum are the ones that the archive declares.
    /// - Throws: `limitExceeded`, `malformed` where length, checksum or compressed data are wrong, `truncated`,
    ///   `trailingBytes` where compressed bytes are left over.
    public func extract(_ entry: Entry, from bytes: RawSpan, limit: Int) throws(FormatError) -> [UInt8] {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in
            try extract(entry, from: buffer, limit: limit)
        }
    }

    /// Takes one file out of the archive.
    ///
    /// - Parameters:
    ///   - entry: One of ``entries``.
    ///   - bytes: The whole archive, the same that the entries were read from.
    ///   - limit: The largest contents to accept, in bytes; checked before anything is allocated.
    /// - Returns: The contents, whose length and checksum are the ones that the archive declares.
    /// - Throws: As for a span of bytes.
    public func extract(_ entry: Entry, from bytes: [UInt8], limit: Int) throws(FormatError) -> [UInt8] {
        try extract(entry, from: bytes.span.bytes, limit: limit)
    }

    func extract(
        _ entry: Entry, from bytes: UnsafeRawBufferPointer, limit: Int
    ) throws(FormatError) -> [UInt8] {
        let label = entry.label
        guard entry.size <= limit else {
            throw FormatError(
                .limitExceeded, .zip, at: entry.dataOffset,
                "entry \(label) takes \(entry.size) bytes, the limit is \(limit)")
        }
        var reader = ByteReader(bytes, format: .zip)
        _ = try reader.take(entry.dataOffset, "what comes before entry \(label)")
        let stored = try reader.take(entry.compressedSize, "entry \(label)")
        let contents =
            switch entry.method {
            case .stored: [UInt8](stored)
            case .deflated: try Self.inflate(stored, entry, label)
            }
        let checksum = contents.withUnsafeBytes { CRC32.checksum($0) }
        guard checksum == entry.crc32 else {
            throw FormatError(
                .malformed, .zip, at: entry.dataOffset,
                "entry \(label) has the checksum \(checksum), the archive says \(entry.crc32)")
        }
        return contents
    }

    private static func inflate(
        _ stored: UnsafeRawBufferPointer, _ entry: Entry, _ label: String
    ) throws(FormatError) -> [UInt8] {
        func wrongSize(_ found: String) -> FormatError {
            FormatError(
                .malformed, .zip, at: entry.dataOffset,
                "entry \(label) holds \(found) than the \(entry.size) bytes that the archive says")
        }
        var inflater = Inflater(stored, .raw, format: .zip, at: entry.dataOffset)
        guard inflater.couldYield(entry.size) else { throw wrongSize("less") }
        let contents = try inflater.bytes(upTo: entry.size)
        guard contents.count == entry.size else { throw wrongSize("less") }
        guard try inflater.reachesEnd() else { throw wrongSize("more") }
        guard inflater.offset == stored.count else {
            throw FormatError(
                .trailingBytes, .zip, at: entry.dataOffset + inflater.offset,
                "\(stored.count - inflater.offset) bytes follow the end of entry \(label)")
        }
        return contents
    }
}
