public import ArgumentParser
public import DigitDatasets
import DigitNetwork
import DigitRecognition

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Split: ExpressibleByArgument {}

/// `digits evaluate`: loads data and weights, predicts, prints the accuracy.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Reads the digits of a data set with a model and prints how many are right.",
        discussion: """
            Without --dataset, MNIST is taken from DIGITS_DATA_DIR, the cache or a
            download; where none of these has it, the 5,000 digits inside the program
            are read, with a warning.

            EXAMPLES
              digits evaluate
              digits evaluate --model sample_weight.pkl --dataset ./mnist --batch-size 1
              digits evaluate --model my.npz --activation relu --dataset kmnist
              digits evaluate --model a.safetensors --model b.safetensors --augment-test
              digits evaluate --report report.html
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var data: DataOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var images: ImageOptions

    @Option(help: ArgumentHelp("Images predicted at a time.", valueName: "n"))
    var batchSize = 100

    @Option(help: ArgumentHelp("Threads that share a batch; all cores without it.", valueName: "n"))
    var threads: Int?

    @Flag(
        help: ArgumentHelp(
            "Average over seven views of each image.",
            discussion:
                "As it is, shifted by a pixel to each side, turned by 5 degrees either way; takes seven times as long."
        ))
    var augmentTest = false

    @Option(help: ArgumentHelp("List the first n misread images.", valueName: "n"))
    var errors = 10

    @Option(help: ArgumentHelp("Draw the first n images with what was read in them.", valueName: "n"))
    var examples = 0

    @Option(
        help: ArgumentHelp(
            "Write a page with confusions, figures a digit, reliability and the misread images there.",
            valueName: "file.html"))
    var report: String?

    @Option(help: ArgumentHelp("text for people, json for programs.", valueName: "format"))
    var format = OutputFormat.text

    func validate() throws {
        if batchSize < 1 { throw ValidationError("--batch-size takes 1 or more, found \(batchSize)") }
        if let threads, threads < 1 { throw ValidationError("--threads takes 1 or more, found \(threads)") }
        if errors < 0 { throw ValidationError("--errors takes 0 or more, found \(errors)") }
        if examples < 0 { throw ValidationError("--examples takes 0 or more, found \(examples)") }
    }

    func run() throws {
        let start = ContinuousClock.now
        if let report { try FileContents.checkWritable(report) }
        let ensemble = try Ensemble(model.load(), augmentation: augmentTest ? .digits : nil)
        let chosen = try images.open(data.library(global), global)
        var evaluation = try Evaluation(
            ensemble: ensemble, dataset: chosen.dataset, split: chosen.split, data: chosen.data, batchSize: batchSize,
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, listedErrors: errors,
            keepsAllErrors: report != nil, loadSeconds: (ContinuousClock.now - start) / .seconds(1))
        try evaluation.run()
        if let report { try FileContents.write(Array(EvaluationPage(evaluation: evaluation).html().utf8), to: report) }
        switch format {
        case .json: try JSONOutput.print(EvaluationDocument(evaluation))
        case .text:
            Console.output((examples > 0 ? evaluation.examples(examples) + "\n" : "") + evaluation.text)
        }
    }
}
