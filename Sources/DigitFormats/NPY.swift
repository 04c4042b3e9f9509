/// NPY files: one NumPy array each (`numpy/lib/format.py` describes versions 1.0, 2.0 and 3.0).
///
/// ```swift
/// let file = try NPY.encode(Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]))
/// try NPY.decode(file).shape  // [2, 3]
/// ```
public enum NPY {
    /// The longest header that is read, in bytes: what version 1.0 can express.
    public static let maximumHeaderLength = 65_535
    /// The most dimensions that are read: NumPy's own limit.
    public static let maximumRank = 64

    /// Reads a whole file.
    ///
    /// - Parameter bytes: The file.
    /// - Returns: The array, in C order and little-endian whatever the file has.
    /// - Throws: `wrongFormat` where it is no NPY file, `truncated`, `trailingBytes`, `malformed` where the header
    ///   breaks the format's rules, `forbidden` for arrays of Python objects, which are pickles, `unsupported` for
    ///   other element types and versions, `limitExceeded` past ``maximumHeaderLength`` or ``maximumRank``.
    public static func decode(_ bytes: RawSpan) throws(FormatError) -> Tensor {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in try decode(buffer) }
    }

    /// Reads a whole file.
    ///
    /// - Parameter bytes: The file.
    /// - Returns: The array, in C order and little-endian whatever the file has.
    /// - Throws: As for a span of bytes.
    public static func decode(_ bytes: [UInt8]) throws(FormatError) -> Tensor {
        try decode(bytes.span.bytes)
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer) throws(FormatError) -> Tensor {
        guard Signature.npy.matches(bytes) else {
            throw FormatError.wrongFormat(.npy, "an NPY file begins with 93 'NUMPY'", found: bytes)
        }
        var reader = ByteReader(bytes, format: .npy)
        _ = try reader.take(Signature.npyMagic.count, "the magic")
        let major = try reader.byte("the version")
        let minor = try reader.byte("the version")
        let length: Int
        switch (major, minor) {
        case (1, 0): length = Int(try reader.littleEndian(UInt16.self, "the header's length"))
        case (2, 0), (3, 0): length = Int(try reader.littleEndian(UInt32.self, "the header's length"))
        default:
            throw FormatError(.unsupported, .npy, at: 6, "version \(major).\(minor), 1.0, 2.0 and 3.0 can be read")
        }
        guard length <= maximumHeaderLength else {
            throw FormatError(
                .limitExceeded, .npy, at: 8, "the header takes \(length) bytes, the limit is \(maximumHeaderLength)")
        }
        let headerOffset = reader.offset
        let header = try Header(reader.take(length, "the header"), at: headerOffset)
        let type = try elementType(of: header.descr, at: headerOffset)
        let dataOffset = reader.offset
        guard let count = Tensor.byteCount(of: header.shape, type.elementType) else {
            throw FormatError(
                .limitExceeded, .npy, at: headerOffset, "an array of shape \(header.shape) cannot be addressed")
        }
        let stored = try reader.take(count, "an array of shape \(header.shape)")
        try reader.expectEnd()
        return try Tensor(
            elementType: type.elementType, shape: header.shape, stored: stored, bigEndian: type.bigEndian,
            fortranOrder: header.fortranOrder, format: .npy, at: dataOffset)
    }

    /// Reads a type string such as `<f4`, `>f8` or `|u1`.
    private static func elementType(
        of descr: String, at offset: Int
    ) throws(FormatError) -> (elementType: ElementType, bigEndian: Bool) {
        let order = descr.first.flatMap { "<>|=".contains($0) ? $0 : nil }
        let code = order == nil ? descr : String(descr.dropFirst())
        guard !code.hasPrefix("O") else {
            throw FormatError(
                .forbidden, .npy, at: offset,
                "the array holds Python objects: its data are a pickle, which may run code and is not read")
        }
        guard let elementType = ElementType(numPyCode: code) else {
            throw FormatError(
                .unsupported, .npy, at: offset,
                "element type '\(String(shown: descr))', only b1, i1 to i8, u1 to u8, f2, f4 and f8 can be read")
        }
        // '=' and '|' mean the machine's own order, which is little-endian wherever this runs.
        return (elementType, order == ">")
    }
}
