import DigitDatasets
import DigitFormats
import DigitNetwork

extension Recognizer {
    /// The largest weights file that is read, in bytes: far above any network for 28x28 pixels.
    public static let maximumFileSize = 1 << 30

    /// Loads a network from a weights file: by the end of its name, see ``WeightsFormat``.
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
        try self.init(bytes: bytes, format: format, name: path, options: options)
    }

    /// Loads a network from the bytes of a weights file; `name` is what people see.
    init(bytes: [UInt8], format: WeightsFormat, name: String, options: NetworkOptions) throws {
        do {
            let archive = try format.decode(bytes.span.bytes)
            try self.init(
                name: name, network: Network(archive, options: options), metadata: ModelMetadata(archive.metadata))
        } catch let error as FormatError {
            throw ModelError(.unsuitable, "\(name): \(error)")
        } catch let error as NetworkError {
            throw ModelError(.unsuitable, "\(name): \(error)")
        } catch let error as ModelError {
            throw ModelError(error.kind, error.description.hasPrefix(name) ? error.description : "\(name): \(error)")
        }
    }

    /// Writes the network in the format that the path's end names, all of it or nothing.
    ///
    /// Only safetensors keeps activation, input range and history.
    ///
    /// - Throws: ``ModelError`` where the ending is unknown or the file cannot be written.
    public func write(to path: String) throws {
        let format = try WeightsFormat(fileName: path)
        guard !format.isOnlyRead else {
            throw ModelError(
                .usage,
                "\(path): files of this kind are only read: expected one that ends in .safetensors, .npz or .pkl")
        }
        let bytes = try format.encode(TensorArchive(network.tensors, metadata: metadata.values(for: network)))
        do {
            try FileContents.write(bytes, to: path)
        } catch {
            throw ModelError(.inputOutput, error.description)
        }
    }
}
