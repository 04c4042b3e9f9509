extension Tensor {
    /// Wraps numbers in C order as an array of that shape.
    ///
    /// - Precondition: `values.count` is the product of `shape`.
    public init(_ values: [Float], shape: [Int]) {
        self.init(values, .float32, shape: shape) { $0.bitPattern }
    }

    /// Wraps numbers in C order as an array of that shape.
    public init(_ values: [Double], shape: [Int]) {
        self.init(values, .float64, shape: shape) { $0.bitPattern }
    }

    /// Wraps bytes in C order as an array of that shape.
    public init(_ values: [UInt8], shape: [Int]) {
        self.init(values, .uint8, shape: shape) { $0 }
    }

    /// Wraps integers in C order as an array of that shape.
    public init(_ values: [Int32], shape: [Int]) {
        self.init(values, .int32, shape: shape) { $0 }
    }

    /// Wraps integers in C order as an array of that shape.
    public init(_ values: [Int64], shape: [Int]) {
        self.init(values, .int64, shape: shape) { $0 }
    }

    private init<Value, Bits: FixedWidthInteger>(
        _ values: [Value], _ elementType: ElementType, shape: [Int], bits: (Value) -> Bits
    ) {
        guard Self.byteCount(of: shape, elementType) == values.count * MemoryLayout<Bits>.size else {
            fatalError("\(values.count) values do not fill the shape \(shape)")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * MemoryLayout<Bits>.size)
        for value in values {
            withUnsafeBytes(of: bits(value).littleEndian) { bytes.append(contentsOf: $0) }
        }
        self.init(trusted: elementType, shape: shape, bytes: bytes)
    }

    /// The elements as single-precision numbers, in C order; wider types are rounded to nearest.
    public func floats() -> [Float] {
        switch elementType {
        case .bool, .uint8: bytes.map(Float.init)
        case .int8: map(Int8.self) { Float($0) }
        case .uint16: map(UInt16.self) { Float($0) }
        case .int16: map(Int16.self) { Float($0) }
        case .uint32: map(UInt32.self) { Float($0) }
        case .int32: map(Int32.self) { Float($0) }
        case .uint64: map(UInt64.self) { Float($0) }
        case .int64: map(Int64.self) { Float($0) }
        case .float16: map(UInt16.self) { Float(halfBits: $0) }
        case .bfloat16: map(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .float32: map(UInt32.self) { Float(bitPattern: $0) }
        case .float64: map(UInt64.self) { Float(Double(bitPattern: $0)) }
        }
    }

    /// The elements as integers, in C order, or `nil` where the type is no integer or a value does not fit.
    public func integers() -> [Int]? {
        switch elementType {
        case .bool, .uint8: bytes.map(Int.init)
        case .int8: map(Int8.self) { Int($0) }
        case .uint16: map(UInt16.self) { Int($0) }
        case .int16: map(Int16.self) { Int($0) }
        case .uint32: map(UInt32.self) { Int($0) }
        case .int32: map(Int32.self) { Int($0) }
        case .int64: map(Int64.self) { Int($0) }
        case .uint64:
            // What passes Int64 is what would be negative there.
            Self.nilIfAnyIsNegative(map(Int64.self) { Int($0) })
        case .float16, .bfloat16, .float32, .float64: nil
        }
    }

    private static func nilIfAnyIsNegative(_ integers: [Int]) -> [Int]? {
        integers.contains { $0 < 0 } ? nil : integers
    }

    private func map<Bits: FixedWidthInteger, Value>(_ type: Bits.Type, _ value: (Bits) -> Value) -> [Value] {
        bytes.withUnsafeBytes { buffer in
            (0..<buffer.count / MemoryLayout<Bits>.size).map { index in
                let bits = buffer.loadUnaligned(fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
                return value(Bits(littleEndian: bits))
            }
        }
    }
}

extension Float {
    /// Widens an IEEE 754 binary16, exactly; `Float16` itself is not to be had on Intel Macs.
    init(halfBits: UInt16) {
        let sign = UInt32(halfBits & 0x8000) << 16
        let exponent = UInt32(halfBits >> 10) & 0x1F
        let fraction = UInt32(halfBits & 0x3FF)
        let magnitude: Float =
            switch exponent {
            case 0: Float(fraction) * 0x1p-24
            case 0x1F: Float(bitPattern: 0x7F80_0000 | fraction << 13)
            default: Float(bitPattern: (exponent + 112) << 23 | fraction << 13)
            }
        self = Float(bitPattern: magnitude.bitPattern | sign)
    }
}
