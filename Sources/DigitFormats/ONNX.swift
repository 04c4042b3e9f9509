/// Files of the Open Neural Network Exchange, which PyTorch, Keras and scikit-learn can all be brought to write.
///
/// ```swift
/// let model = try ONNX.decode(bytes.span.bytes)
/// model.nodes.map(\.operation)  // ["Conv", "Relu", "MaxPool", …]
/// ```
///
/// Source: https://github.com/onnx/onnx, `docs/IR.md` and `onnx/onnx.proto`. A file is a message of Protocol Buffers; the
/// nesting and the number of its parts are checked before any of them is made.
public enum ONNX {
    /// The most messages of a file, nodes, attributes, arrays and the like together: far more than any network for digits
    /// has, and what bounds the memory that a file can ask for beyond its own size.
    public static let maximumPartCount = 100_000

    /// The most nodes of a file.
    public static let maximumNodeCount = 10_000

    /// How many dimensions an array may have; NumPy's and PyTorch's own limit.
    public static let maximumRank = 64
}

extension ElementType {
    /// The standard's number for the type, `TensorProto.DataType`.
    package var onnxNumber: Int {
        switch self {
        case .float32: 1
        case .uint8: 2
        case .int8: 3
        case .uint16: 4
        case .int16: 5
        case .int32: 6
        case .int64: 7
        case .bool: 9
        case .float16: 10
        case .float64: 11
        case .uint32: 12
        case .uint64: 13
        case .bfloat16: 16
        }
    }

    /// The type of one of the standard's numbers, or `nil`.
    package init?(onnxNumber: Int) {
        guard let match = Self.allCases.first(where: { $0.onnxNumber == onnxNumber }) else { return nil }
        self = match
    }
}
