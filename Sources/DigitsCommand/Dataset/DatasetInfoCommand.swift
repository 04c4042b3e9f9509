import ArgumentParser
import DigitDatasets

/// `digits dataset info`: shapes, types and ranges, as the book's `load_mnist` options make them.
struct DatasetInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Prints shapes, types and ranges of a data set, as the book's load_mnist options make them.",
        discussion: """
            Images are flattened to 784 pixels unless --no-flatten is given, and bytes
            unless --normalize is.

            EXAMPLES
              digits dataset info                (60000, 784) UInt8 0...255
              digits dataset info --normalize    (60000, 784) Float 0.0...1.0
              digits dataset info --no-flatten   (60000, 1, 28, 28) UInt8 0...255
              digits dataset info --one-hot      labels (60000, 10) Float 0.0...1.0
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var data: DataOptions

    @Argument(help: "A name of `digits dataset list`, a folder or a file.")
    var dataset = DatasetDescription.mnist.name

    @Flag(help: "Pixels as numbers from 0 to 1.")
    var normalize = false

    @Flag(inversion: .prefixedNo, help: "Images as rows of 784 pixels, or as [1, 28, 28].")
    var flatten = true

    @Flag(help: "Labels as rows of zeros with a single one.")
    var oneHot = false

    func run() throws {
        let opened = try data.library(global).dataset(dataset)
        let description = opened.description
        var lines = [description.title]
        for split in opened.splits {
            do {
                lines += try self.lines(split, opened.load(split))
            } catch let error as DatasetError where [.notFound, .unavailable].contains(error.kind) {
                // The sample is always there: what is missing is said, and the rest is still shown.
                guard opened.splits.contains(.sample) else { throw error }
                Console.warning(error.description)
            }
        }
        lines.append("classes  " + description.classNames.enumerated().map { "\($0) \($1)" }.joined(separator: ", "))
        for (title, text) in [
            ("licence", description.licence), ("cite", description.citation), ("note", description.notes),
        ] where !text.isEmpty {
            lines.append("\(TextFormat.left(title, 9))\(text)")
        }
        Console.output(lines.joined(separator: "\n"))
    }

    private func lines(_ split: Split, _ data: LabelledImages) -> [String] {
        let images = flatten ? data.images.flattened : data.images
        let pixels: String
        if normalize {
            let values = images.normalized().values
            pixels = Self.summary(
                images.shape, "Float", values.min().map(\.description), values.max().map(\.description))
        } else {
            let bytes = images.withPixels { pixels in
                pixels.indices.reduce(into: (low: UInt8.max, high: UInt8.min)) { range, index in
                    range.low = min(range.low, pixels[index])
                    range.high = max(range.high, pixels[index])
                }
            }
            let isEmpty = images.count == 0
            pixels = Self.summary(
                images.shape, "UInt8", isEmpty ? nil : "\(bytes.low)", isEmpty ? nil : "\(bytes.high)")
        }
        let labels: String
        if oneHot {
            let rows = data.labels.oneHot(classes: data.classes)
            labels = Self.summary(
                [data.count, data.classes], "Float", rows.min().map(\.description), rows.max().map(\.description))
        } else {
            labels = Self.summary(
                [data.count], "UInt8", data.labels.min().map(\.description), data.labels.max().map(\.description))
        }
        let name = TextFormat.left(split.rawValue, 9)
        return ["\(name)images \(pixels)", "\(name)labels \(labels)"]
    }

    /// As Python writes shapes, a single dimension with its comma: `(60000,) UInt8 0...9`.
    private static func summary(_ shape: [Int], _ type: String, _ low: String?, _ high: String?) -> String {
        let sizes = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
        return "(\(sizes)) \(type) " + (low.flatMap { low in high.map { "\(low)...\($0)" } } ?? "empty")
    }
}
