import ArgumentParser
import DigitNetwork
import DigitRecognition

/// `digits model convert IN OUT`: from one weights format to another.
struct ModelConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Converts weights between pickle (.pkl), NPZ (.npz), safetensors and ONNX, by the files' names.",
        discussion: """
            Only safetensors and ONNX keep layers, input range and history beside the weights.

            EXAMPLES
              digits model convert sample_weight.pkl book.safetensors
              digits model convert theirs.npz ours.safetensors --activation relu --input-range byte
              digits model convert mlp mlp.pkl
              digits model convert mlp mlp.onnx
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var file: NetworkFileOptions

    @Argument(help: "A name of `digits model list` or a weights file.")
    var input: String

    @Argument(help: "The file to write.")
    var output: String

    func run() throws {
        let format = try WeightsFormat(fileName: output)
        let recognizer = try ModelLocation(input).load(options: file.networkOptions)
        let network = recognizer.network
        let warning = try network.warningIfWritten(to: output, format)
        try recognizer.write(to: output)
        if let warning { Console.warning(warning) }
        Console.output(
            "wrote \(output): \(network.shortDescription), \(TextFormat.grouped(network.parameterCount)) parameters")
    }
}
