/// A cursor over bytes that somebody else owns: every read is checked against what is left.
///
/// It holds a pointer, so it lives only inside the `withUnsafeBytes` of the function that made it.
struct ByteReader {
    /// The whole input.
    let bytes: UnsafeRawBufferPointer
    /// The format that errors name.
    let format: FormatError.Format
    /// Bytes consumed so far.
    private(set) var offset: Int

    init(_ bytes: UnsafeRawBufferPointer, format: FormatError.Format, offset: Int = 0) {
        self.bytes = bytes
        self.format = format
        self.offset = offset
    }

    /// Bytes left to read.
    var remaining: Int { bytes.count - offset }

    /// Takes the next `count` bytes, or throws `truncated` and names `what` was being read.
    mutating func take(_ count: Int, _ what: String) throws(FormatError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= remaining else {
            throw FormatError(
                .truncated, format, at: offset, "\(what) takes \(count) bytes, \(remaining) are left")
        }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    /// Passes over a byte that was looked at before.
    mutating func advance() {
        offset += 1
    }

    /// Takes the next byte.
    mutating func byte(_ what: String) throws(FormatError) -> UInt8 {
        try take(1, what)[0]
    }

    /// Takes a little-endian integer.
    mutating func littleEndian<I: FixedWidthInteger>(_ type: I.Type, _ what: String) throws(FormatError) -> I {
        I(littleEndian: try take(MemoryLayout<I>.size, what).loadUnaligned(as: I.self))
    }

    /// Takes a big-endian integer.
    mutating func bigEndian<I: FixedWidthInteger>(_ type: I.Type, _ what: String) throws(FormatError) -> I {
        I(bigEndian: try take(MemoryLayout<I>.size, what).loadUnaligned(as: I.self))
    }

    /// Takes the bytes up to the next line feed, which is consumed and left out.
    mutating func line(_ what: String) throws(FormatError) -> UnsafeRawBufferPointer {
        guard let end = bytes[offset...].firstIndex(of: 0x0A) else {
            throw FormatError(.truncated, format, at: offset, "\(what) has no end of line")
        }
        defer { offset = end + 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
    }

    /// Throws `trailingBytes` unless everything was read.
    func expectEnd() throws(FormatError) {
        guard remaining == 0 else {
            throw FormatError(.trailingBytes, format, at: offset, "\(remaining) bytes follow the end")
        }
    }
}
