extension Gzip {
    /// Compresses bytes into a gzip file of one member.
    ///
    /// No name, no time and no system are recorded: the same bytes give the same file, with the same version of zlib.
    ///
    /// - Parameters:
    ///   - bytes: The contents.
    ///   - level: zlib's level: 0 stores, 1 is fastest, 9 is smallest.
    /// - Returns: The gzip file.
    public static func compress(_ bytes: RawSpan, level: Int = 6) -> [UInt8] {
        bytes.withUnsafeBytes { input in
            // RFC 1952, section 2.3: deflate, no flags, time 0, no extra flags, unknown system.
            var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
            file += Deflater.compress(input, level: level)
            file.append(littleEndian: CRC32.checksum(input))
            file.append(littleEndian: UInt32(truncatingIfNeeded: input.count))
            return file
        }
    }

    /// Compresses bytes into a gzip file of one member.
    ///
    /// - Parameters:
    ///   - bytes: The contents.
    ///   - level: zlib's level: 0 stores, 1 is fastest, 9 is smallest.
    /// - Returns: The gzip file.
    public static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
        compress(bytes.span.bytes, level: level)
    }
}
