/// An array with a shape and an element type: what every format of this module reads into and writes from.
///
/// The bytes are always in C order (the last index runs fastest) and little-endian, whatever the file had: a reader
/// resolves Fortran order and byte order at the edge.
///
/// ```swift
/// let weights = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
/// weights.elementType  // float32
/// weights.floats()     // [1, 2, 3, 4, 5, 6]
/// ```
public struct Tensor: Sendable, Hashable {
    /// The type of the elements.
    public let elementType: ElementType
    /// The size of each dimension, outermost first; empty for a scalar.
    public let shape: [Int]
    /// The elements in C order, little-endian: `count * elementType.size` bytes.
    public let bytes: [UInt8]

    /// The number of elements: the product of ``shape``.
    public var count: Int { bytes.count / elementType.size }

    /// Wraps bytes that are already in C order and little-endian.
    ///
    /// - Throws: `malformed` where the shape, by an overflow-checked product, does not take exactly these bytes.
    public init(elementType: ElementType, shape: [Int], bytes: [UInt8]) throws(FormatError) {
        guard let size = Self.byteCount(of: shape, elementType), size == bytes.count else {
            throw FormatError(
                .malformed, .tensor, "shape \(shape) of \(elementType.rawValue) does not take \(bytes.count) bytes")
        }
        self.init(trusted: elementType, shape: shape, bytes: bytes)
    }

    /// Wraps bytes whose length the caller has checked.
    init(trusted elementType: ElementType, shape: [Int], bytes: [UInt8]) {
        self.elementType = elementType
        self.shape = shape
        self.bytes = bytes
    }

    /// Bytes that a shape takes, or `nil` where a dimension is negative or the product overflows.
    static func byteCount(of shape: [Int], _ elementType: ElementType) -> Int? {
        var product = elementType.size
        for dimension in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
            guard dimension >= 0, !overflow else { return nil }
            product = next
        }
        return product
    }
}
