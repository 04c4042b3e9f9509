import CDigitAssets

/// The models inside this package.
public enum ShippedModel: String, Sendable, CaseIterable {
    /// The book's network, 784-50-100-10 with sigmoid, trained by us.
    case mlp

    /// The model that is used where none is named.
    public static let standard = ShippedModel.mlp

    /// What it is, in one line.
    public var summary: String {
        switch self {
        case .mlp: "the book's dense network, trained by digits train"
        }
    }

    /// The bytes of its safetensors file.
    var bytes: [UInt8] {
        let asset =
            switch self {
            case .mlp: digit_asset_model_mlp()
            }
        return [UInt8](UnsafeRawBufferPointer(start: asset.bytes, count: asset.count))
    }
}

extension Recognizer {
    /// Loads a model of this package.
    ///
    /// - Throws: ``ModelError`` of kind `usage` where an option contradicts the model.
    public init(_ model: ShippedModel, options: NetworkOptions = NetworkOptions()) throws {
        try self.init(bytes: model.bytes, format: .safetensors, name: model.rawValue, options: options)
    }
}
