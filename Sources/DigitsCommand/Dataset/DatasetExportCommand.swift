import ArgumentParser
import DigitDatasets
import DigitFormats
import DigitRecognition

/// `digits dataset export NAME --output DIR`: IDX files, or pictures by class.
struct DatasetExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a data set as IDX files, or as PNG pictures in a folder for each class.",
        discussion: """
            EXAMPLES
              digits dataset export mnist --output ./mnist         IDX files
              digits dataset export mnist --output ./digits --png  train/0/00001.png …

            The sample's images are training images, and are written as such. Classes with
            names, as in fashion-mnist, are named in classes.txt beside IDX files.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var data: DataOptions

    @Argument(help: "A name of `digits dataset list`, a folder or a file.")
    var dataset: String

    @Option(help: ArgumentHelp("The folder to write into; made where it is not there.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("Only this part: test, train or sample.", valueName: "split"))
    var split: Split?

    @Flag(help: "PNG pictures by class rather than IDX files.")
    var png = false

    /// The folders that are read back.
    private static let pictureClasses = 10

    func run() throws {
        let opened = try data.library(global).dataset(dataset)
        let splits = split.map { [$0] } ?? opened.splits.filter { $0 != .sample }
        let names = opened.description.classNames
        if png, names.count > Self.pictureClasses {
            throw DatasetError(
                .usage,
                "--png has folders for \(Self.pictureClasses) classes, 0 to 9; \(opened.description.name) has "
                    + "\(names.count): leave --png away for IDX files")
        }
        let progress = ProgressLine(isQuiet: global.quiet)
        for split in splits {
            let images = try opened.load(split)
            if png {
                try writePictures(images, split, progress)
            } else {
                try writeIDX(images, split)
            }
        }
        if !png { try ClassNamesFile.write(names, to: output) }
        Console.output(
            "wrote \(splits.map(\.rawValue).joined(separator: " and ")) of \(opened.description.name) to \(output)")
    }

    private func writeIDX(_ data: LabelledImages, _ split: Split) throws {
        try FileContents.makeDirectory(output)
        let prefix = split == .test ? "t10k" : "train"
        let shape = [data.count, data.images.height, data.images.width]
        let images = try IDX.encode(Tensor(data.images.pixels, shape: shape))
        try FileContents.write(images, to: "\(output)/\(prefix)-images-idx3-ubyte")
        let labels = try IDX.encode(Tensor(data.labels.bytes, shape: [data.count]))
        try FileContents.write(labels, to: "\(output)/\(prefix)-labels-idx1-ubyte")
    }

    private func writePictures(_ data: LabelledImages, _ split: Split, _ progress: ProgressLine) throws {
        let digits = max(5, String(data.count - 1).count)
        let folder = "\(output)/\(split == .test ? "test" : "train")"
        for label in 0..<data.classes {
            try FileContents.makeDirectory("\(folder)/\(label)")
        }
        for (index, label) in data.labels.enumerated() {
            let number = String(repeating: "0", count: digits - String(index).count) + String(index)
            try FileContents.write(
                data.images[index].pngData(), to: "\(folder)/\(label)/\(number).png")
            if (index + 1).isMultiple(of: 1000) || index + 1 == data.count {
                progress.show(
                    "\(split.rawValue): \(index + 1) of \(data.count) pictures", done: index + 1 == data.count)
            }
        }
    }
}
