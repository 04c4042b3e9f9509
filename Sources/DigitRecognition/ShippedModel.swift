import CDigitAssets
import DigitDatasets

/// The models inside this package.
public enum ShippedModel: String, Sendable, CaseIterable {
    /// The book's network, 784-50-100-10 with sigmoid, trained by us.
    case mlp
    /// Five 3x3 convolutions of 8 to 32 channels, 17,890 parameters.
    case cnnSmall = "cnn-small"
    /// Five 3x3 convolutions of 32 to 128 channels, 140,458 parameters: the most accurate.
    case cnn

    /// The model that is used where none is named.
    public static let standard = ShippedModel.cnn

    /// What it is, in one line.
    public var summary: String {
        switch self {
        case .mlp: "the book's dense network, 45,360 parameters"
        case .cnnSmall: "a small convolutional network, 17,890 parameters"
        case .cnn: "the most accurate, 140,458 parameters"
        }
    }

    /// What the logits of its file are divided by when it is opened: label smoothing taught the convolutional networks
    /// too much modesty, and `mlp`, which had none, is a little bold.
    ///
    /// Fitted to the built-in sample, none of which trained the weights, by ``Temperature``.
    public var temperature: Double {
        switch self {
        case .mlp: 1.1825
        case .cnnSmall: 0.6191
        case .cnn: 0.5585
        }
    }

    /// The bytes of its safetensors file.
    var bytes: [UInt8] {
        switch self {
        case .mlp: digit_asset_model_mlp().contents
        case .cnnSmall: digit_asset_model_cnn_small().contents
        case .cnn: digit_asset_model_cnn().contents
        }
    }
}

extension Recognizer {
    /// Loads a model of this package, its probabilities calibrated by ``ShippedModel/temperature``.
    ///
    /// - Throws: ``ModelError`` of kind `usage` where an option contradicts the model.
    public init(_ model: ShippedModel, options: NetworkOptions = NetworkOptions()) throws {
        try self.init(
            bytes: model.bytes, format: .safetensors, name: model.rawValue, temperature: model.temperature,
            options: options)
    }
}
