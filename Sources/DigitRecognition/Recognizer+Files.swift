import DigitDatasets
import DigitFormats
import DigitNetwork

extension Recognizer {
    /// The largest weights file that is read, in bytes: far above any network for 28x28 pixels.
    public static let maximumFileSize = 1 << 30

    /// Loads a network from a weights file: by the end of its name, see ``WeightsFormat``.
    ///
    /// The weights of an ONNX model may lie in other files inside its folder.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - options: What the file does not say of itself.
    /// - Throws: ``ModelError`` with the path in its text: no such file, damaged, of another kind, or not a network for
    ///   images of 28x28 pixels.
    public init(contentsOf path: String, options: NetworkOptions = NetworkOptions()) throws {
        let bytes: [UInt8]
        let format: WeightsFormat
        do {
            if !FileContents.exists(path) { throw DatasetError(.notFound, path) }
            format = try WeightsFormat(fileName: path)
            bytes = try FileContents.read(path, limit: Self.maximumFileSize)
        } catch let error as ModelError {
            throw ModelError(.unsuitable, error.description)
        } catch let error as DatasetError where error.kind == .notFound {
            throw ModelError(
                .notFound,
                "\(path): no such weights file; `digits model list` names the models there are, "
                    + "`digits model download book` fetches the book's"
            )
        } catch let error as DatasetError {
            throw ModelError(error.kind == .damaged ? .unsuitable : .inputOutput, error.description)
        }
        try self.init(bytes: bytes, format: format, name: path, path: path, options: options)
    }

    /// Loads a network from the bytes of a weights file; `name` is what people see, `path` where other files may lie, and
    /// `temperature` what its logits are divided by.
    package init(
        bytes: [UInt8], format: WeightsFormat, name: String, path: String? = nil, temperature: Double = 1,
        options: NetworkOptions = NetworkOptions()
    ) throws {
        do {
            let (network, metadata) = try Self.network(bytes, format, path: path, options)
            try self.init(
                name: name, network: temperature == 1 ? network : network.divided(by: temperature),
                metadata: ModelMetadata(metadata))
        } catch let error as FormatError {
            throw ModelError(.unsuitable, "\(name): \(error)")
        } catch let error as NetworkError {
            throw ModelError(.unsuitable, "\(name): \(error)")
        } catch let error as ModelError {
            throw ModelError(error.kind, error.description.hasPrefix(name) ? error.description : "\(name): \(error)")
        }
    }

    private static func network(
        _ bytes: [UInt8], _ format: WeightsFormat, path: String?, _ options: NetworkOptions
    ) throws -> (Network, [String: String]) {
        guard format == .onnx else {
            let archive = try format.decode(bytes.span.bytes)
            return (try Network(archive, options: options), archive.metadata)
        }
        var model = try ONNX.decode(bytes)
        try model.readExternalData(besideModelAt: path, limit: maximumFileSize)
        return (try Network(model, options: options), model.metadata)
    }

    /// Writes the network in the format that the path's end names, all of it or nothing.
    ///
    /// Only safetensors and ONNX keep the layers, the input range and the history.
    ///
    /// - Throws: ``ModelError`` where the ending is unknown or the file cannot be written.
    public func write(to path: String) throws {
        let format = try WeightsFormat(fileName: path)
        guard !format.isOnlyRead else {
            throw ModelError(
                .usage,
                "\(path): files of this kind are only read: expected one that ends in .safetensors, .onnx, .npz or .pkl"
            )
        }
        let metadata = metadata.values(for: network)
        let bytes =
            format == .onnx
            ? try ONNX.encode(network.onnx(metadata: metadata), producer: "swift-digits")
            : try format.encode(TensorArchive(network.tensors, metadata: metadata))
        do {
            try FileContents.write(bytes, to: path)
        } catch {
            throw ModelError(.inputOutput, error.description)
        }
    }
}
