public import ArgumentParser
import DigitDatasets
public import DigitNetwork
import DigitRecognition

extension Activation: ExpressibleByArgument {}
extension InputRange: ExpressibleByArgument {}

/// What a weights file that others wrote does not say of itself.
struct NetworkFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Activation between dense layers, for weights files that do not say: \(Activation.names).",
            discussion: "Without it, sigmoid; for PyTorch's dense layers it must be given.", valueName: "name"))
    var activation: Activation?

    @Option(
        help: ArgumentHelp(
            "Range it expects pixels in: unit (0...1), byte (0...255), signed (-1...1) or standard.",
            discussion:
                "standard is mean 0.1307 and deviation 0.3081. Without the option, unit; for PyTorch's MNIST examples, standard.",
            valueName: "range"))
    var inputRange: InputRange?

    var networkOptions: NetworkOptions { NetworkOptions(activation: activation, inputRange: inputRange) }
}

extension Activation {
    /// The names, for help texts.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension InputRange {
    /// What the name stands for.
    var explanation: String {
        switch self {
        case .unit: "0...1"
        case .byte: "0...255"
        case .signed: "-1...1"
        case .standard: "mean 0.1307, deviation 0.3081"
        }
    }
}

/// The model or models a command works with, and what their files do not say.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Model: a name (see `digits model list`) or a weights file (.pkl, .npz, .safetensors, .pt, .onnx).",
            discussion: "May be repeated: the probabilities of all are averaged.", valueName: "name|file"))
    var model = [ShippedModel.standard.rawValue]

    @OptionGroup var file: NetworkFileOptions

    /// Loads them.
    func load() throws -> [Recognizer] {
        try model.map { try ModelLocation($0).load(options: file.networkOptions) }
    }
}
