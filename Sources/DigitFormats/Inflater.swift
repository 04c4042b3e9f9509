internal import CZlib

/// Pulls decompressed bytes out of deflate data in memory: the core that gzip files and zip entries share.
///
/// The caller says how many bytes it wants next and no more are made, so that a bomb stops where the caller's patience
/// does. Besides the output it takes about 48 KB, for zlib's state and window.
///
/// It holds pointers, so it lives only inside the `withUnsafeBytes` of the function that made it.
struct Inflater: ~Copyable {
    /// What surrounds the deflate data; the raw values are zlib's codes for it in `windowBits`.
    enum Container: Int32 {
        /// One or more gzip members; zlib checks CRC-32 and length of each.
        case gzip = 31
        /// Nothing, as in a zip entry.
        case raw = -15
    }

    /// Deflate's best ratio: 258 bytes from a length code of one bit and a distance code of one bit.
    static let maximumExpansion = 1032

    private let input: UnsafeRawBufferPointer
    private let container: Container
    private let format: FormatError.Format
    /// Where `input` starts in the file, for the positions in errors.
    private let base: Int
    /// On the heap, because zlib's state points back to it and refuses to work when it has moved.
    private let stream: UnsafeMutablePointer<z_stream>
    /// Compressed bytes consumed so far.
    private(set) var offset = 0
    /// Whether the compressed data have ended, checksums and all.
    private(set) var isFinished = false

    /// Prepares to decompress; `format` is what errors name, `base` where the input starts in its file.
    init(_ input: UnsafeRawBufferPointer, _ container: Container, format: FormatError.Format, at base: Int = 0) {
        self.input = input
        self.container = container
        self.format = format
        self.base = base
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(
            stream, container.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            fatalError("zlib could not start decompressing (status \(status)): no memory, or another version's header")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Fills the buffer, or as much of it as there are data: fewer bytes than its size mean that the data ended.
    mutating func read(into output: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
        var filled = 0
        while filled < output.count, !isFinished {
            let step = try step(into: UnsafeMutableRawBufferPointer(rebasing: output[filled...]))
            offset += step.consumed
            filled += step.produced
            if step.ended {
                try beginNextMember()
            } else if step.consumed == 0, step.produced == 0 {
                throw FormatError(.truncated, format, at: base + offset, "the compressed data break off")
            }
        }
        return filled
    }

    /// Tells whether the compressed bytes that are left could give so many more: asked before allocating for a size
    /// that a file declares.
    func couldYield(_ count: Int) -> Bool {
        // Up to eight bytes more: a match that is not written out yet, and the bits that zlib holds back.
        let (most, overflow) = (input.count - offset + 8).multipliedReportingOverflow(by: Self.maximumExpansion)
        return overflow || count <= most
    }

    /// Decompresses the next `count` bytes, or fewer where the data end; memory for all of them is taken at once.
    mutating func bytes(upTo count: Int) throws(FormatError) -> [UInt8] {
        var failure: FormatError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            do throws(FormatError) {
                initialized = try read(into: UnsafeMutableRawBufferPointer(output))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Tells whether the data have ended, which takes reading on: checksums follow the last byte.
    mutating func reachesEnd() throws(FormatError) -> Bool {
        var probe: UInt8 = 0
        var failure: FormatError?
        let count = withUnsafeMutableBytes(of: &probe) { buffer in
            do throws(FormatError) {
                return try read(into: buffer)
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return count == 0
    }

    /// One call of zlib's `inflate`.
    private mutating func step(
        into output: UnsafeMutableRawBufferPointer
    ) throws(FormatError) -> (consumed: Int, produced: Int, ended: Bool) {
        // zlib counts in 32 bits; what does not fit waits for the next call.
        let available = UInt32(clamping: input.count - offset)
        let room = UInt32(clamping: output.count)
        stream.pointee.next_in = input.baseAddress.map {
            UnsafeMutablePointer(mutating: ($0 + offset).assumingMemoryBound(to: Bytef.self))
        }
        stream.pointee.avail_in = available
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_out = room
        let status = inflate(stream, Z_NO_FLUSH)
        let consumed = Int(available - stream.pointee.avail_in)
        let produced = Int(room - stream.pointee.avail_out)
        switch status {
        case Z_OK, Z_BUF_ERROR:
            return (consumed, produced, false)
        case Z_STREAM_END:
            return (consumed, produced, true)
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib's status is \(status)"
            throw FormatError(
                .malformed, format, at: base + offset + consumed, "the compressed data are damaged: \(reason)")
        }
    }

    /// Decides what follows the end of a deflate stream: another gzip member, or the end.
    private mutating func beginNextMember() throws(FormatError) {
        guard container == .gzip, offset < input.count else {
            isFinished = true
            return
        }
        guard input[offset...].starts(with: [0x1F, 0x8B]) else {
            throw FormatError(
                .trailingBytes, format, at: base + offset,
                "\(input.count - offset) bytes that are no member follow the end")
        }
        inflateReset(stream)
    }
}
