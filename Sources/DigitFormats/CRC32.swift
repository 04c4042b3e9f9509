internal import CZlib

/// The checksum that gzip, zip and PNG share (ISO 3309, polynomial 0xEDB88320).
package enum CRC32 {
    /// The checksum of the bytes.
    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard let start = bytes.baseAddress else { return 0 }
        return UInt32(truncatingIfNeeded: crc32_z(0, start.assumingMemoryBound(to: Bytef.self), bytes.count))
    }
}
