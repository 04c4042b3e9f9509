public import ArgumentParser
import DigitDatasets
import DigitNetwork
public import DigitRecognition

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `digits robustness`: how much a model loses on images that get worse.
struct RobustnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "robustness",
        abstract: "Makes the images of a data set worse and prints what becomes of the accuracy.",
        discussion: """
            Digits are shifted, turned, scaled, slanted, made thicker and thinner, noisy,
            blurred, pale, foggy, covered and crossed out, each at several levels; fifteen
            of the corruptions have the form of MNIST-C's. What is left to chance comes
            from the seed: the same seed gives the same images. All of it takes about a
            hundred times as long as `digits evaluate`; --limit makes it short.

            CORRUPTIONS
            \(corruptionList)

            EXAMPLES
              digits robustness --limit 1000
              digits robustness --corruption rotate scale --model my.safetensors
              digits robustness --split sample --output robustness.svg
              digits robustness --output robustness.html --format json > robustness.json
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var data: DataOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var images: ImageOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("What is done to the images: names of the list above; all without it.", valueName: "name"))
    var corruption: [Corruption] = []

    @Option(help: ArgumentHelp("What decides all that is left to chance.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Threads that share the work; all cores without it.", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("text for people, json for programs.", valueName: "format"))
    var format = OutputFormat.text

    @Option(
        help: ArgumentHelp(
            "Draw the curves there; a .html has the numbers and what is done to the images, too.",
            valueName: "file.svg|html"))
    var output: String?

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads takes 1 or more, found \(threads)") }
        if let output, !output.hasSuffix(".svg"), !output.hasSuffix(".html") {
            throw ValidationError("--output takes a file name that ends in .svg or .html, found \(output)")
        }
    }

    func run() throws {
        let start = ContinuousClock.now
        if let output { try FileContents.checkWritable(output) }
        let ensemble = try Ensemble(model.load())
        let chosen = try images.open(data.library(global), global)
        var clean = try Evaluation(
            ensemble: ensemble, dataset: chosen.dataset, split: chosen.split,
            data: chosen.data, batchSize: 500,
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, listedErrors: 0,
            loadSeconds: (ContinuousClock.now - start) / .seconds(1))
        try clean.run()
        let study = RobustnessStudy(
            clean: clean, corruptions: corruption.isEmpty ? Corruption.all : corruption, seed: seed,
            progress: ProgressLine(isQuiet: global.quiet))
        if let output {
            let document = try output.hasSuffix(".svg") ? study.chart.document() : study.page()
            try FileContents.write(Array(document.utf8), to: output)
        }
        switch format {
        case .json: try JSONOutput.print(RobustnessDocument(study))
        case .text: Console.output(study.text)
        }
    }

    private static var corruptionList: String {
        Corruption.all.map { "  " + TextFormat.left($0.name, 16) + $0.summary }.joined(separator: "\n")
    }
}

extension Corruption: ExpressibleByArgument {
    /// The corruption of a name.
    public init?(argument: String) {
        self.init(named: argument)
    }

    /// The names, for error messages and completions.
    public static var allValueStrings: [String] { all.map(\.name) }
}
