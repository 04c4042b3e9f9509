internal import CZlib

/// Compresses bytes into bare deflate data, which gzip and zip then wrap.
enum Deflater {
    /// Size of a chunk of output.
    private static let chunkSize = 64 * 1024

    /// The deflate data of the bytes; `level` is zlib's, 0 (stored) to 9 (smallest).
    static func compress(_ input: UnsafeRawBufferPointer, level: Int) -> [UInt8] {
        guard (0...9).contains(level) else { fatalError("a compression level is 0 to 9, not \(level)") }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer {
            deflateEnd(stream)
            stream.deinitialize(count: 1)
            stream.deallocate()
        }
        // A window of 32 KB, and the negative sign that says: no header, no trailer. Memory level 8 is zlib's default.
        let status = deflateInit2_(
            stream, Int32(level), Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            fatalError("zlib could not start compressing (status \(status)): no memory, or another version's header")
        }
        var output: [UInt8] = []
        var offset = 0
        var ended = false
        withUnsafeTemporaryAllocation(byteCount: chunkSize, alignment: 1) { chunk in
            while !ended {
                // zlib counts in 32 bits; what does not fit waits for the next round.
                let available = UInt32(clamping: input.count - offset)
                stream.pointee.next_in = input.baseAddress.map {
                    UnsafeMutablePointer(mutating: ($0 + offset).assumingMemoryBound(to: Bytef.self))
                }
                stream.pointee.avail_in = available
                stream.pointee.next_out = chunk.baseAddress?.assumingMemoryBound(to: Bytef.self)
                stream.pointee.avail_out = UInt32(chunk.count)
                let isLast = offset + Int(available) == input.count
                ended = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_END
                offset += Int(available - stream.pointee.avail_in)
                output.append(contentsOf: chunk.prefix(chunk.count - Int(stream.pointee.avail_out)))
            }
        }
        return output
    }
}
