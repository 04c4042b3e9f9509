extension ElementType {
    /// NumPy's code without the byte order, such as `f4`, or `nil` where NumPy has no such type.
    var numPyCode: String? {
        switch self {
        case .bool: "b1"
        case .uint8: "u1"
        case .int8: "i1"
        case .uint16: "u2"
        case .int16: "i2"
        case .uint32: "u4"
        case .int32: "i4"
        case .uint64: "u8"
        case .int64: "i8"
        case .float16: "f2"
        case .float32: "f4"
        case .float64: "f8"
        case .bfloat16: nil
        }
    }

    /// The type of NumPy's code without the byte order, such as `f4`.
    init?(numPyCode code: String) {
        guard let match = Self.allCases.first(where: { $0.numPyCode == code }) else { return nil }
        self = match
    }
}
