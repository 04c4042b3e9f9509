public import DigitFormats

/// The file formats that hold a network's weights, told apart by the end of the file's name.
public enum WeightsFormat: String, Sendable, CaseIterable {
    /// A Python pickle of a dictionary of NumPy arrays, as the book's `sample_weight.pkl`.
    case pickle
    /// NumPy's zip of arrays.
    case npz
    /// Hugging Face's format, which keeps the architecture with the weights; our own files are of it.
    case safetensors
    /// PyTorch's zip checkpoint of a `state_dict`, which is only read.
    case pyTorch
    /// The Open Neural Network Exchange's format: the whole network as a graph of operators.
    case onnx

    /// The file-name endings of the format, without the dot.
    public var fileExtensions: [String] {
        switch self {
        case .pickle: ["pkl", "pickle"]
        case .npz: ["npz"]
        case .safetensors: ["safetensors"]
        case .pyTorch: ["pt", "pth"]
        case .onnx: ["onnx"]
        }
    }

    /// The format that a file name ends in.
    ///
    /// - Throws: ``ModelError`` of kind `usage` that lists the endings there are.
    public init(fileName: String) throws {
        let ending = fileName.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard fileName.contains("."), let format = Self.allCases.first(where: { $0.fileExtensions.contains(ending) })
        else {
            let endings = Self.allCases.flatMap(\.fileExtensions).map { "." + $0 }.joined(separator: ", ")
            throw ModelError(.usage, "\(fileName): expected a weights file that ends in one of \(endings)")
        }
        self = format
    }

    /// Whether files of the format are read and never written.
    package var isOnlyRead: Bool { self == .pyTorch }

    /// Whether a file of the format says what the layers are, which range the pixels have and how it came about.
    public var keepsArchitecture: Bool { self == .safetensors || self == .onnx }

    /// The named arrays in the bytes of a file of this format; of an ONNX model, its arrays without their graph.
    ///
    /// - Throws: `FormatError` where the bytes are damaged, of another kind or not allowed.
    public func decode(_ bytes: RawSpan) throws(FormatError) -> TensorArchive {
        switch self {
        case .pickle: try Pickle.decode(bytes).tensorArchive()
        case .npz: try NPZ.decode(bytes)
        case .safetensors: try Safetensors.decode(bytes)
        case .pyTorch: try PyTorchCheckpoint.decode(bytes)
        case .onnx: try ONNX.decode(bytes).archive
        }
    }

    /// The bytes of a file of this format; only safetensors keeps the archive's metadata.
    ///
    /// - Throws: `FormatError` where the format has no such element type, or is only read, and for ONNX, which is written
    ///   from a network: see `Network.onnx(metadata:)`.
    public func encode(_ archive: TensorArchive) throws(FormatError) -> [UInt8] {
        switch self {
        case .pickle: try Pickle.encode(archive)
        case .npz: try NPZ.encode(archive, compressed: true)
        case .safetensors: try Safetensors.encode(archive)
        case .pyTorch:
            throw FormatError(
                .unsupported, .pyTorch, "checkpoints are only read: write a file that ends in .safetensors")
        case .onnx: throw FormatError(.unsupported, .onnx, "a graph is written from a network, not from arrays alone")
        }
    }
}
