/// Hugging Face's tensor file: a JSON header that says where each array lies, and the arrays.
///
/// Source: the format's own README, and the checks of its reference reader.
///
/// ```swift
/// let bytes = try Safetensors.encode(TensorArchive(entries, metadata: ["input_range": "unit"]))
/// try Safetensors.decode(bytes.span.bytes).metadata["input_range"]  // "unit"
/// ```
public enum Safetensors {
    /// The longest header that is read, in bytes; the reference reader's own.
    public static let maximumHeaderSize = 100_000_000

    /// How many dimensions an array may have; NumPy's and PyTorch's own limit.
    public static let maximumRank = 64

    /// Where one array lies, as the header says.
    struct Entry {
        let name: String
        let elementType: ElementType
        let shape: [Int]
        /// From the start of the data.
        let range: Range<Int>

        /// The name as an error shows it.
        var shown: String { String(shown: name) }
    }
}

extension ElementType {
    /// The format's name of the type.
    var safetensorsName: String {
        switch self {
        case .bool: "BOOL"
        case .uint8: "U8"
        case .int8: "I8"
        case .uint16: "U16"
        case .int16: "I16"
        case .uint32: "U32"
        case .int32: "I32"
        case .uint64: "U64"
        case .int64: "I64"
        case .float16: "F16"
        case .bfloat16: "BF16"
        case .float32: "F32"
        case .float64: "F64"
        }
    }
}
