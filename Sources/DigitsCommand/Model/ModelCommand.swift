import ArgumentParser
import DigitDatasets
import DigitNetwork
import DigitRecognition

/// `digits model …`: what is inside weights files, and the models there are.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Lists, describes, converts and downloads models.",
        discussion: """
            EXAMPLES
              digits model list
              digits model info sample_weight.pkl
              digits model convert sample_weight.pkl book.safetensors
              digits model download book
            """,
        subcommands: [
            ModelListCommand.self, ModelInfoCommand.self, ModelConvertCommand.self, ModelDownloadCommand.self,
        ])
}

/// `digits model list`: shipped and downloadable models.
struct ModelListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the models that can be named.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let shipped = ShippedModel.allCases.map { model in
            "\(TextFormat.left(model.rawValue, 8))\(model.summary), in this program"
                + (model == .standard ? "; used where no model is named" : "")
        }
        let cache = DatasetLibrary.defaultCacheDirectory()
        let downloadable = DownloadableModel.allCases.map { model in
            "\(TextFormat.left(model.rawValue, 8))\(model.summary), "
                + (FileContents.exists(model.path(in: cache))
                    ? "downloaded" : "to be had by `digits model download \(model.rawValue)`")
        }
        Console.output((shipped + downloadable).joined(separator: "\n"))
    }
}

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

/// `digits model convert IN OUT`: from one weights format to another.
struct ModelConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Converts weights between pickle (.pkl), NPZ (.npz) and safetensors, by the files' names.",
        discussion: """
            Only safetensors keeps activation, input range and history beside the weights.

            EXAMPLES
              digits model convert sample_weight.pkl book.safetensors
              digits model convert theirs.npz ours.safetensors --activation relu --input-range byte
              digits model convert mlp mlp.pkl
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
        try recognizer.write(to: output)
        let network = recognizer.network
        if format != .safetensors, !network.isWhatAnUnmarkedFileMeans {
            Console.warning(
                "\(output) cannot say that the layers are \(network.architecture) and the pixels "
                    + "\(network.inputRange.rawValue): give --activation and --input-range when you load it"
            )
        }
        Console.output(
            "wrote \(output): \(network.shortDescription), \(TextFormat.grouped(network.parameterCount)) parameters")
    }
}

/// `digits model download NAME`: published weights into the cache.
struct ModelDownloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "download", abstract: "Downloads published weights into the cache and checks them.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var data: DataOptions

    @Argument(help: "A name of `digits model list`.")
    var name: String

    func run() throws {
        guard let model = DownloadableModel(rawValue: name) else {
            let names = DownloadableModel.allCases.map(\.rawValue).joined(separator: ", ")
            throw ModelError(.notFound, "expected one of \(names) to download, found \(name)")
        }
        Console.output("\(name) is whole in \(try model.download(with: data.library(global)))")
    }
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
