/// IDX files: the arrays of MNIST and its family (the format is described on the original MNIST page).
///
/// Two zero bytes, a byte for the element type, a byte for the number of dimensions, each dimension as a big-endian
/// 32-bit integer, then the elements in C order, big-endian.
///
/// ```swift
/// let file: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]
/// let array = try IDX.decode(file)
/// array.shape        // [2, 3]
/// array.elementType  // uint8
/// ```
public enum IDX {
    /// The most dimensions a file may have.
    public static let maximumRank = 4

    /// What the beginning of a file says.
    public struct Header: Sendable, Hashable {
        /// The type of the elements.
        public let elementType: ElementType
        /// The size of each dimension, outermost first: one to four of them.
        public let shape: [Int]
        /// Where the elements start, in bytes: 4 and another 4 for each dimension.
        public let dataOffset: Int
        /// Bytes that the elements take.
        public let byteCount: Int

        /// Bytes that the whole file takes.
        public var fileByteCount: Int { dataOffset + byteCount }
    }

    /// Reads the header; the elements need not be there.
    ///
    /// - Parameter bytes: The beginning of an uncompressed file, 4 to 20 bytes at least.
    /// - Returns: Shape, type and sizes; their sum is known to fit an `Int`.
    /// - Throws: `wrongFormat` where it is no IDX file, `truncated`, `unsupported` where the type or the number of
    ///   dimensions is none of the format's, `limitExceeded` where the array could not be addressed.
    public static func header(_ bytes: RawSpan) throws(FormatError) -> Header {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in try header(buffer) }
    }

    /// Reads the header; the elements need not be there.
    ///
    /// - Parameter bytes: The beginning of an uncompressed file, 4 to 20 bytes at least.
    /// - Returns: Shape, type and sizes; their sum is known to fit an `Int`.
    /// - Throws: As for a span of bytes.
    public static func header(_ bytes: [UInt8]) throws(FormatError) -> Header {
        try header(bytes.span.bytes)
    }

    static func header(_ bytes: UnsafeRawBufferPointer) throws(FormatError) -> Header {
        var reader = ByteReader(bytes, format: .idx)
        let (elementType, rank) = try prefix(bytes)
        _ = try reader.take(prefixSize, "the magic number")
        var shape: [Int] = []
        for index in 0..<rank {
            shape.append(Int(try reader.bigEndian(UInt32.self, "dimension \(index + 1) of \(rank)")))
        }
        guard let byteCount = Tensor.byteCount(of: shape, elementType),
            !byteCount.addingReportingOverflow(reader.offset).overflow
        else {
            throw FormatError(.limitExceeded, .idx, at: prefixSize, "an array of shape \(shape) cannot be addressed")
        }
        return Header(elementType: elementType, shape: shape, dataOffset: reader.offset, byteCount: byteCount)
    }

    /// Size of what comes before the dimensions.
    static let prefixSize = 4

    /// Reads the first four bytes: how many dimensions follow and of what type the elements are.
    static func prefix(_ bytes: UnsafeRawBufferPointer) throws(FormatError) -> (elementType: ElementType, rank: Int) {
        guard bytes.prefix(2).allSatisfy({ $0 == 0 }) else {
            throw FormatError.wrongFormat(.idx, "an IDX file begins with two zero bytes", found: bytes)
        }
        guard bytes.count >= prefixSize else {
            throw FormatError(.truncated, .idx, at: 0, "the magic number takes 4 bytes, \(bytes.count) are there")
        }
        guard let elementType = ElementType(idxCode: bytes[2]) else {
            throw FormatError(
                .unsupported, .idx, at: 2,
                "element type \(bytes[2]) is none of 8, 9, 11, 12, 13 and 14 (0x08, 0x09, 0x0B to 0x0E)")
        }
        let rank = Int(bytes[3])
        guard (1...maximumRank).contains(rank) else {
            throw FormatError(.unsupported, .idx, at: 3, "\(rank) dimensions, 1 to \(maximumRank) can be read")
        }
        return (elementType, rank)
    }
}

extension ElementType {
    /// The type that the third byte of an IDX file stands for; 0x0A is none.
    init?(idxCode: UInt8) {
        guard let match = Self.allCases.first(where: { $0.idxCode == idxCode }) else { return nil }
        self = match
    }

    /// The third byte of an IDX file of this type, or `nil` where the format has none for it.
    var idxCode: UInt8? {
        switch self {
        case .uint8: 0x08
        case .int8: 0x09
        case .int16: 0x0B
        case .int32: 0x0C
        case .float32: 0x0D
        case .float64: 0x0E
        case .bool, .uint16, .uint32, .uint64, .int64, .float16, .bfloat16: nil
        }
    }
}
