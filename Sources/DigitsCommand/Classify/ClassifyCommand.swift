import ArgumentParser
import DigitDatasets
import DigitFormats
import DigitRecognition

/// `digits classify`: reads the digits of pictures.
struct ClassifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Reads the digits in photographs, scans and drawings.",
        discussion: """
            PNG, JPEG, PBM, PGM and PPM files are read; - is standard input. Digits come
            left to right and line by line. One bad picture does not stop the rest; the
            exit code says that there was one.

            EXAMPLES
              digits classify photo.jpg
              digits classify --single --show seven.png
              digits classify --format jsonl scans/*.png > readings.jsonl
              digits classify page.png --annotate page-read.png
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var model: ModelOptions

    @Argument(help: ArgumentHelp("Pictures; - reads one from standard input.", valueName: "image"))
    var images: [String]

    @Flag(help: "Take all ink of a picture as one digit.")
    var single = false

    @Option(help: ArgumentHelp("List the k likeliest digits for each one found, 1 to 10.", valueName: "k"))
    var top: Int?

    @Option(
        help: ArgumentHelp(
            "Reject what is read with less than this certainty, 0 to 1: \(ReadingOptions.standardThreshold), or "
                + "\(ReadingOptions.uncheckedThreshold) with --no-check.", valueName: "p"))
    var threshold: Float?

    @Flag(help: "Do not ask whether what was found is a digit at all; for models of other things than digits.")
    var noCheck = false

    @Option(
        help: ArgumentHelp(
            "text for people; json (one array) or jsonl (a line a picture) for programs.", valueName: "format"))
    var format = ReadingFormat.text

    @Option(help: ArgumentHelp("Write the picture there, with boxes and digits drawn on it.", valueName: "file.png"))
    var annotate: String?

    @Flag(help: "Draw each digit as the network saw it, beside its probabilities.")
    var show = false

    func validate() throws {
        if let top, !(1...10).contains(top) { throw ValidationError("--top takes 1 to 10, found \(top)") }
        if let threshold, !(0...1).contains(threshold) {
            throw ValidationError("--threshold takes 0 to 1, found \(threshold)")
        }
        if annotate != nil, images.count != 1 {
            throw ValidationError("--annotate goes with one picture, found \(images.count)")
        }
        if let annotate, !annotate.lowercased().hasSuffix(".png") {
            throw ValidationError("--annotate \(annotate): expected a file that ends in .png")
        }
        if show, format != .text { throw ValidationError("--show goes with --format text alone") }
    }

    func run() throws {
        let recognizer = try Ensemble(model.load())
        guard recognizer.classes == 10 else {
            throw ModelError(
                .unsuitable,
                "\(recognizer.name): expected a model for the ten digits, found one for \(recognizer.classes) classes")
        }
        if let annotate { try FileContents.checkWritable(annotate) }
        let options = ReadingOptions(isSingle: single, threshold: threshold, checksDigits: !noCheck)
        var output = ReadingOutput(format: format, top: top, show: show)
        var firstFailure: Int32?
        for image in images {
            do {
                let picture = try PictureFile.read(image)
                let reading = recognizer.read(picture, options: options)
                try output.add(reading, of: image)
                if let annotate {
                    try FileContents.write(PNG.encode(reading.annotated(picture)), to: annotate)
                }
            } catch {
                let failure = Failure(error)
                try output.addFailure(failure.message, of: image)
                Console.error(failure.message)
                firstFailure = firstFailure ?? failure.code
            }
        }
        output.finish()
        if let firstFailure { throw ExitCode(firstFailure) }
    }
}
