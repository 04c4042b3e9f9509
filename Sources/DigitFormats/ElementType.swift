/// The type of an array's elements; what every format of this module can say in common.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
    /// One byte, 0 or 1.
    case bool
    /// Unsigned, 8 bits.
    case uint8
    /// Signed, 8 bits.
    case int8
    /// Unsigned, 16 bits.
    case uint16
    /// Signed, 16 bits.
    case int16
    /// Unsigned, 32 bits.
    case uint32
    /// Signed, 32 bits.
    case int32
    /// Unsigned, 64 bits.
    case uint64
    /// Signed, 64 bits.
    case int64
    /// IEEE 754 binary16.
    case float16
    /// The upper half of a binary32.
    case bfloat16
    /// IEEE 754 binary32.
    case float32
    /// IEEE 754 binary64.
    case float64

    /// Bytes an element takes.
    public var size: Int {
        switch self {
        case .bool, .uint8, .int8: 1
        case .uint16, .int16, .float16, .bfloat16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        }
    }

    /// Whether elements are real numbers rather than integers or truth values.
    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .bfloat16, .float32, .float64: true
        default: false
        }
    }
}
