import DigitDatasets
import DigitNetwork
import DigitRecognition

extension Evaluation {
    /// The report for people; its last line is the book's own.
    var text: String {
        (modelLines + [datasetLine, ""] + table + [""] + errorLines + [speedLine]
            + (caveat.map { ["Note: \($0)"] } ?? []) + ["Accuracy:\(report.accuracy)"])
            .joined(separator: "\n")
    }

    private var modelLines: [String] {
        let models = ensemble.members.map { member in
            "Model    \(member.name): \(member.network.shortDescription), "
                + "\(TextFormat.grouped(member.network.parameterCount)) parameters"
        }
        let views = ensemble.augmentation.map { ["Views    \($0.views.count) of each image, averaged"] } ?? []
        return models + views
    }

    private var datasetLine: String {
        "Data     \(datasetName), \(split.rawValue) split: \(TextFormat.grouped(report.images)) images"
    }

    private var table: [String] {
        let names = (0..<report.classes).map { label in className(label).map { "\(label) \($0)" } ?? String(label) }
        let width = max(5, names.map(\.count).max() ?? 0)
        func row(_ name: String, _ images: Int, _ correct: Int) -> String {
            let share = images == 0 ? "-" : TextFormat.fixed(100 * Double(correct) / Double(images), 2) + " %"
            return TextFormat.right(name, width) + TextFormat.right(String(images), 9)
                + TextFormat.right(String(correct), 9) + TextFormat.right(share, 11)
        }
        let head =
            TextFormat.right(report.classes == 10 ? "digit" : "class", width) + "   images  correct   accuracy"
        let rows = names.indices.map { row(names[$0], report.images(ofClass: $0), report.correct(ofClass: $0)) }
        let error = TextFormat.fixed(100 * report.standardError, 2)
        return [head] + rows
            + [row("all", report.images, report.correct) + " ± \(error) (standard error)"]
    }

    private var errorLines: [String] {
        let errors = firstErrors.map {
            TextFormat.left(
                "  \($0.index): \($0.label) as \($0.predicted) (\(TextFormat.fixed(Double($0.probability), 2)))", 20)
        }
        let perLine = 4
        let lines = stride(from: 0, to: errors.count, by: perLine).map { start in
            errors[start..<min(start + perLine, errors.count)].joined()
        }
        return (lines.isEmpty ? [] : ["First misread images (index: digit as what was read, its probability)"] + lines)
            + ["Mean cross-entropy \(TextFormat.fixed(report.meanCrossEntropy, 4))"]
    }

    private var speedLine: String {
        let each = TextFormat.duration(predictSeconds / Double(report.images))
        let threads = threads == 1 ? "1 thread" : "\(threads) threads"
        return "Loaded in \(TextFormat.duration(loadSeconds)); predicted in \(TextFormat.duration(predictSeconds)): "
            + "\(TextFormat.rounded(imagesPerSecond)) images/s, \(each) an image, batches of \(batchSize), \(threads)"
    }

    /// The first images with what the model reads in them, side by side.
    func examples(_ count: Int) -> String {
        let shown = data.prefix(count)
        let predictions = ensemble.predict(shown.images, threads: threads)
        let captions = shown.labels.enumerated().map { index, label in
            let predicted = predictions[index].digit
            return predicted == label ? "read as \(predicted)" : "\(label) read as \(predicted)"
        }
        return shown.images.terminalSheet(captions: captions)
    }
}
