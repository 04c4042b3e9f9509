import ArgumentParser
import DigitDatasets
import DigitNetwork
import DigitRecognition

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `digits train`: a network of one's own.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains a network and writes the best epoch's weights.",
        discussion: """
            Of MNIST's training images, the 5,000 of the built-in sample are held out
            to choose the best epoch by; of other data sets, every twelfth image. The
            test split is never looked at. The same seed gives the same weights, bit for
            bit, on any number of threads. ^C ends the training and keeps the best so far;
            the same command with --resume goes on to what it would have come to.

            A folder of one's own holds IDX files under MNIST's names; a file classes.txt
            in it names its classes, one a line, where they are others than 0 to 9.

            EXAMPLES
              digits train
              digits train --layers 300,100 --activation relu --output relu.safetensors
              digits train --architecture cnn-small --log small.jsonl --curve small.svg
              digits train --dataset fashion-mnist --epochs 20 --seed 7 --log fashion.jsonl
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("What to train: \(TrainedArchitecture.explanation).", valueName: "name"))
    var architecture = TrainedArchitecture.mlp

    @Option(
        help: ArgumentHelp("Sizes of an mlp's hidden layers; 50,100 without it.", valueName: "sizes"))
    var layers: LayerSizes?

    @Option(
        help: ArgumentHelp(
            "Activation between an mlp's layers: \(Activation.names); sigmoid without it.", valueName: "name"))
    var activation: Activation?

    @Option(
        help: ArgumentHelp("Data set to train on: a name, a folder or a file.", valueName: "name|path"))
    var dataset = DatasetDescription.mnist.name

    @OptionGroup(title: "Training") var recipe: RecipeOptions

    @Option(
        help: ArgumentHelp(
            "Weights file to write (.safetensors, .onnx, .npz, .pkl); ARCHITECTURE.safetensors without it.",
            valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Write a line of JSON for each epoch there.", valueName: "file.jsonl"))
    var log: String?

    @Option(help: ArgumentHelp("Draw the curves of loss and accuracy there.", valueName: "file.svg"))
    var curve: String?

    @Flag(help: "Go on from OUTPUT.checkpoint, where a run of the same command was interrupted.")
    var resume = false

    func validate() throws {
        try recipe.validateRanges()
        if architecture.convolutional != nil, layers != nil || activation != nil {
            throw ValidationError("--layers and --activation belong to mlp, \(architecture.rawValue) has its own")
        }
        if let output { try validateOutput(output) }
    }

    func run() throws {
        let files = TrainingFiles(
            output: output ?? "\(architecture.rawValue).safetensors", log: log, curve: curve)
        try files.checkWritable()
        let opened = try data.library(global).dataset(dataset)
        let split = try TrainingSplit(try opened.load(.train))
        let options = recipe.trainingOptions(architecture)
        let network = try start(split.training)
        if let warning = try network.warningIfWritten(to: files.output, WeightsFormat(fileName: files.output)) {
            Console.warning(warning)
        }
        let session = try TrainingSession(
            network: network, split: split, options: options,
            metadata: metadata(opened, split, options),
            files: files, resumes: resume, progress: ProgressLine(isQuiet: global.quiet))
        let result = try session.run()
        Console.output(session.summary(result))
        if result.ending == .stopped { throw ExitCode(Failure.interrupted) }
    }

    private func validateOutput(_ path: String) throws {
        do {
            _ = try WeightsFormat(fileName: path)
        } catch {
            throw ValidationError("--output \(error)")
        }
    }

    /// The network before it has learned anything.
    private func start(_ data: LabelledImages) throws -> Network {
        if let convolutional = architecture.convolutional {
            return try .initialised(
                convolutional, inputShape: [1, data.images.height, data.images.width], classes: data.classes,
                seed: recipe.seed)
        }
        let sizes = [data.images.pixelsPerImage] + hiddenLayers.values + [data.classes]
        return try .initialised(layerSizes: sizes, activation: hiddenActivation, seed: recipe.seed)
    }

    private var hiddenLayers: LayerSizes { layers ?? LayerSizes(values: [50, 100]) }
    private var hiddenActivation: Activation { activation ?? .sigmoid }

    private func metadata(_ dataset: Dataset, _ split: TrainingSplit, _ options: TrainingOptions) -> ModelMetadata {
        var metadata = ModelMetadata()
        metadata.dataset = dataset.description.name
        metadata.trainingImages = split.holdsOutSample ? ModelMetadata.withoutSample : "train less every twelfth image"
        metadata.command =
            "digits train --architecture \(architecture.rawValue) "
            + (architecture == .mlp ? "--layers \(hiddenLayers) --activation \(hiddenActivation.rawValue) " : "")
            + "--dataset \(dataset.description.name) " + options.arguments
        return metadata
    }
}

/// Sizes of hidden layers as the command line writes them: `50,100`.
struct LayerSizes: ExpressibleByArgument, CustomStringConvertible {
    let values: [Int]

    init(values: [Int]) {
        self.values = values
    }

    init?(argument: String) {
        let sizes = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sizes.allSatisfy({ (1...Network.largestLayerSize).contains($0) }), !sizes.isEmpty else { return nil }
        values = sizes
    }

    var description: String { values.map(String.init).joined(separator: ",") }
    var defaultValueDescription: String { description }
}
