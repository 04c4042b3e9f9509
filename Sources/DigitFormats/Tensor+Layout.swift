extension Tensor {
    /// Brings an array as a file stores it into C order and little-endian.
    ///
    /// - Parameters:
    ///   - elementType: The type of the elements.
    ///   - shape: The size of each dimension, outermost first.
    ///   - stored: The elements as they are in the file; checked against the shape before anything is allocated.
    ///   - bigEndian: Whether each element's bytes are reversed.
    ///   - fortranOrder: Whether the first index runs fastest, as in `sample_weight.pkl`.
    ///   - format: The format that an error names.
    ///   - offset: Where `stored` starts in the input.
    /// - Throws: `malformed` where the shape does not take these bytes, or a truth value is neither 0 nor 1.
    init(
        elementType: ElementType, shape: [Int], stored: UnsafeRawBufferPointer, bigEndian: Bool, fortranOrder: Bool,
        format: FormatError.Format, at offset: Int
    ) throws(FormatError) {
        guard let size = Self.byteCount(of: shape, elementType), size == stored.count else {
            throw FormatError(
                .malformed, format, at: offset,
                "shape \(shape) of \(elementType.rawValue) does not take \(stored.count) bytes")
        }
        if elementType == .bool, let wrong = stored.firstIndex(where: { $0 > 1 }) {
            throw FormatError(
                .malformed, format, at: offset + wrong, "a truth value is 0 or 1, \(stored[wrong]) was found")
        }
        var bytes: [UInt8]
        if fortranOrder, shape.count > 1, !stored.isEmpty {
            bytes = Self.transposed(stored, shape: shape, elementSize: elementType.size)
        } else {
            bytes = [UInt8](stored)
        }
        if bigEndian {
            Self.swapByteOrder(&bytes, elementSize: elementType.size)
        }
        self.init(trusted: elementType, shape: shape, bytes: bytes)
    }

    /// Elements from Fortran order to C order; `shape` has no zero.
    private static func transposed(_ stored: UnsafeRawBufferPointer, shape: [Int], elementSize: Int) -> [UInt8] {
        // Stride of each dimension in the stored (Fortran) order, in bytes.
        var strides: [Int] = []
        var stride = elementSize
        for dimension in shape {
            strides.append(stride)
            stride *= dimension
        }
        return gathered(stored, shape: shape, strides: strides, elementSize: elementSize)
    }

    /// Elements in C order of `shape`, which has no zero, out of a buffer that has each dimension at a stride of bytes and
    /// the first element at `start`; whoever calls has seen to it that none lies outside.
    static func gathered(
        _ stored: UnsafeRawBufferPointer, from start: Int = 0, shape: [Int], strides: [Int], elementSize: Int
    ) -> [UInt8] {
        let size = shape.reduce(elementSize, *)
        return [UInt8](unsafeUninitializedCapacity: size) { out, count in
            var index = [Int](repeating: 0, count: shape.count)
            var source = start
            var target = 0
            while target < size {
                for byte in 0..<elementSize {
                    out[target + byte] = stored[source + byte]
                }
                target += elementSize
                // Counts the index up as an odometer does, last dimension first.
                var dimension = shape.count - 1
                while dimension >= 0 {
                    index[dimension] += 1
                    source += strides[dimension]
                    if index[dimension] < shape[dimension] { break }
                    source -= strides[dimension] * shape[dimension]
                    index[dimension] = 0
                    dimension -= 1
                }
            }
            count = size
        }
    }

    /// The same elements with the dimensions in another order, as NumPy's `transpose(axes)` gives them.
    ///
    /// - Parameter axes: For each dimension of the result, which one of this array it is; each comes once.
    /// - Returns: The array in C order of its new shape.
    package func permuted(axes: [Int]) -> Tensor {
        guard axes.sorted() == Array(shape.indices) else { fatalError("\(axes) are not the dimensions of \(shape)") }
        guard !bytes.isEmpty else {
            return Tensor(trusted: elementType, shape: axes.map { shape[$0] }, bytes: [])
        }
        var strides = shape
        var stride = elementType.size
        for dimension in shape.indices.reversed() {
            strides[dimension] = stride
            stride *= shape[dimension]
        }
        let permuted = axes.map { shape[$0] }
        let gathered = bytes.withUnsafeBytes {
            Self.gathered($0, shape: permuted, strides: axes.map { strides[$0] }, elementSize: elementType.size)
        }
        return Tensor(trusted: elementType, shape: permuted, bytes: gathered)
    }

    /// Reverses the bytes of each element in place.
    static func swapByteOrder(_ bytes: inout [UInt8], elementSize: Int) {
        switch elementSize {
        case 2: swapByteOrder(&bytes, of: UInt16.self)
        case 4: swapByteOrder(&bytes, of: UInt32.self)
        case 8: swapByteOrder(&bytes, of: UInt64.self)
        default: break
        }
    }

    private static func swapByteOrder<Bits: FixedWidthInteger>(_ bytes: inout [UInt8], of type: Bits.Type) {
        bytes.withUnsafeMutableBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: MemoryLayout<Bits>.size) {
                let bits = buffer.loadUnaligned(fromByteOffset: start, as: Bits.self)
                buffer.storeBytes(of: bits.byteSwapped, toByteOffset: start, as: Bits.self)
            }
        }
    }
}
