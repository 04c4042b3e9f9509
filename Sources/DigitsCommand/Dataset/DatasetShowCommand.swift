import ArgumentParser
import DigitDatasets
import DigitRecognition

/// `digits dataset show INDEX`: the book's `img_show`.
struct DatasetShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Draws an image in the terminal, or writes it as a PNG file.",
        discussion: """
            EXAMPLES
              digits dataset show 0 --split train
              digits dataset show 7 --split sample --output seven.png --open
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var data: DataOptions

    @Argument(help: "The image's index, from 0.")
    var index: Int

    @Option(help: ArgumentHelp("Data set: a name, a folder or a file.", valueName: "name|path"))
    var dataset: String?

    @Option(help: ArgumentHelp("Which part: test, train or sample. Without it, test.", valueName: "split"))
    var split: Split?

    @Option(help: ArgumentHelp("Write the image there, as PNG, rather than draw it.", valueName: "file.png"))
    var output: String?

    @Option(help: ArgumentHelp("Pixels of the PNG a pixel of the image, 1 to 100.", valueName: "n"))
    var scale = 10

    @Flag(help: "Open the PNG in the system's viewer; without --output, one in the temporary folder.")
    var open = false

    func validate() throws {
        if index < 0 { throw ValidationError("INDEX takes 0 or more, found \(index)") }
        if !(1...100).contains(scale) { throw ValidationError("--scale takes 1 to 100, found \(scale)") }
    }

    func run() throws {
        let chosen = try DatasetChoice(
            library: data.library(global), dataset: dataset, split: split, global: global
        )
        .open()
        guard index < chosen.data.count else {
            throw DatasetError(
                .usage,
                "expected an index below \(chosen.data.count), found \(index): "
                    + "\(chosen.dataset.description.name)'s split \(chosen.split.rawValue) has no more images"
            )
        }
        let image = chosen.data.images[index]
        let label = chosen.data.labels[index]
        let name = chosen.dataset.description.classNames[label]
        Console.output("label \(label)" + (name == String(label) ? "" : ": \(name)"))
        guard output != nil || open else {
            let style = TerminalStyle(
                environment: Console.terminalEnvironment, isTerminal: Console.outputIsTerminal)
            Console.output(image.terminalRendering(style))
            return
        }
        let path = output ?? Viewer.temporaryPath(for: "\(chosen.split.rawValue)-\(index).png")
        try FileContents.write(image.pngData(scale: scale), to: path)
        Console.output("wrote \(path)")
        if open { try Viewer.open(path) }
    }
}
