internal import CZlib

/// The checksum that gzip, zip and PNG share (ISO 3309, polynomial 0xEDB88320).
enum CRC32 {
    /// The checksum of the bytes.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var running = Running()
        running.update(bytes)
        return running.value
    }

    /// A checksum of bytes that come in pieces.
    struct Running {
        /// The checksum of everything so far.
        private(set) var value: UInt32 = 0

        /// Goes on with the next piece.
        mutating func update(_ bytes: UnsafeRawBufferPointer) {
            guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
            value = UInt32(
                truncatingIfNeeded: crc32_z(UInt(value), start.assumingMemoryBound(to: Bytef.self), bytes.count))
        }
    }
}
