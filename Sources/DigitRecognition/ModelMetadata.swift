import DigitNetwork

/// What a model's file says of it besides the weights.
public struct ModelMetadata: Sendable, Hashable {
    /// The layers, as `dense 784 50, sigmoid, dense 50 10`; `nil` in files that others wrote.
    public var architecture: String?
    /// The name of the data set that the network was trained on.
    public var dataset: String?
    /// Which of its images: ``withoutSample`` where the built-in sample was held out.
    public var trainingImages: String?
    /// The command that trained it.
    public var command: String?
    /// The accuracy on the validation split, 0...1, as text.
    public var validationAccuracy: String?

    /// The value of ``trainingImages`` for MNIST's training split less the built-in sample.
    public static let withoutSample = "train without the built-in sample"

    /// Whether the file says that the built-in sample was held out, so that a figure on it is a validation figure.
    public var sampleWasHeldOut: Bool { trainingImages == Self.withoutSample }

    /// Metadata in which nothing is said.
    public init() {}
}

extension ModelMetadata {
    /// The keys of a file's metadata.
    enum Key: String, CaseIterable {
        case architecture
        case inputRange = "input_range"
        case dataset
        case trainingImages = "training_images"
        case command
        case validationAccuracy = "validation_accuracy"
    }

    init(_ values: [String: String]) {
        architecture = values[Key.architecture.rawValue].map(Self.printable)
        dataset = values[Key.dataset.rawValue].map(Self.printable)
        trainingImages = values[Key.trainingImages.rawValue].map(Self.printable)
        command = values[Key.command.rawValue].map(Self.printable)
        validationAccuracy = values[Key.validationAccuracy.rawValue].map(Self.printable)
    }

    /// Text of a file as it may be shown: whatever a terminal would obey is a question mark.
    private static func printable(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            shown.append(scalar.properties.generalCategory == .control ? "?" : scalar)
        }
        return String(shown)
    }

    /// The metadata of a file that holds this network.
    func values(for network: Network) -> [String: String] {
        var values: [String: String] = [
            Key.architecture.rawValue: network.architecture,
            Key.inputRange.rawValue: network.inputRange.rawValue,
        ]
        values[Key.dataset.rawValue] = dataset
        values[Key.trainingImages.rawValue] = trainingImages
        values[Key.command.rawValue] = command
        values[Key.validationAccuracy.rawValue] = validationAccuracy
        return values
    }
}
