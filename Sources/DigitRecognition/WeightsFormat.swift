public import DigitFormats

/// The file formats that hold a network's weights, told apart by the end of the file's name.
public enum WeightsFormat: String, Sendable, CaseIterable {
    /// A Python pickle of a dictionary of NumPy arrays, as the book's `sample_weight.pkl`.
    case pickle
    /// NumPy's zip of arrays.
    case npz
    /// Hugging Face's format, which alone keeps the architecture with the weights; our own files are of it.
    case safetensors
    /// PyTorch's zip checkpoint of a `state_dict`, which is only read.
    case pyTorch

    /// The file-name endings of the format, without the dot.
    public var fileExtensions: [String] {
        switch self {
        case .pickle: ["pkl", "pickle"]
        case .npz: ["npz"]
        case .safetensors: ["safetensors"]
        case .pyTorch: ["pt", "pth"]
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

    /// The named arrays in the bytes of a file of this format.
    ///
    /// - Throws: `FormatError` where the bytes are damaged, of another kind or not allowed.
    public func decode(_ bytes: RawSpan) throws(FormatError) -> TensorArchive {
        switch self {
        case .pickle: try Pickle.decode(bytes).tensorArchive()
        case .npz: try NPZ.decode(bytes)
        case .safetensors: try Safetensors.decode(bytes)
        case .pyTorch: try PyTorchCheckpoint.decode(bytes)
        }
    }

    /// The bytes of a file of this format; only safetensors keeps the archive's metadata.
    ///
    /// - Throws: `FormatError` where the format has no such element type, or is only read.
    public func encode(_ archive: TensorArchive) throws(FormatError) -> [UInt8] {
        switch self {
        case .pickle: try Pickle.encode(archive)
        case .npz: try NPZ.encode(archive, compressed: true)
        case .safetensors: try Safetensors.encode(archive)
        case .pyTorch:
            throw FormatError(
                .unsupported, .pyTorch, "checkpoints are only read: write a file that ends in .safetensors")
        }
    }
}
