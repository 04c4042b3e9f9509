import ArgumentParser
import DigitNetwork
import DigitRecognition

/// `digits model info M`: layers, parameters and history.
struct ModelInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Prints the layers of a model and what its file says of it.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var file: NetworkFileOptions

    @Argument(help: "A name of `digits model list` or a weights file.")
    var model: String

    func run() throws {
        let recognizer = try ModelLocation(model).load(options: file.networkOptions)
        let metadata = recognizer.metadata
        let facts: [(String, String?)] = [
            ("architecture", recognizer.network.architecture),
            ("pixels", "\(recognizer.network.inputRange.rawValue) (\(recognizer.network.inputRange.explanation))"),
            ("trained on", metadata.dataset.map { "\($0), \(metadata.trainingImages ?? "train")" }),
            ("validation", metadata.validationAccuracy.map { "accuracy \($0)" }),
            ("command", metadata.command),
        ]
        let lines = facts.compactMap { title, value in value.map { TextFormat.left(title, 14) + $0 } }
        Console.output("\(recognizer.name)\n\n\(recognizer.network.summary)\n\n" + lines.joined(separator: "\n"))
    }
}
