import DigitDatasets
import DigitRecognition

extension RobustnessStudy {
    /// The figures for people: two lines a corruption, levels above accuracies.
    var text: String {
        let models = clean.modelFacts.map { "Model    \($0.name.dropFirst("Model ".count)): \($0.value)" }
        let accuracy = clean.report.accuracy
        let head = [
            "Data     \(clean.datasetName), \(clean.split.rawValue) split: "
                + "\(TextFormat.grouped(clean.report.images)) images, seed \(seed)",
            "Clean    \(TextFormat.fixed(100 * accuracy, 2)) % ± "
                + "\(TextFormat.fixed(100 * clean.report.standardError, 2)) (standard error)",
            "",
            "Accuracy in % at each level; * is the level of MNIST-C",
        ]
        let benchmark = report.benchmarkAccuracy.map {
            ["", "MNIST-C's fifteen corruptions at its levels: \(TextFormat.fixed(100 * $0, 2)) % on average"]
        }
        let read = clean.report.images * report.curves.reduce(0) { $0 + $1.points.count }
        let speed =
            "Read \(TextFormat.grouped(read)) images in \(TextFormat.duration(seconds)), "
            + (clean.threads == 1 ? "1 thread" : "\(clean.threads) threads")
        return
            (models + head + report.curves.flatMap(lines) + (benchmark ?? [""]) + [speed]
            + (clean.caveat.map { ["Note: \($0)"] } ?? [])).joined(separator: "\n")
    }

    private func lines(_ curve: RobustnessReport.Curve) -> [String] {
        let width = 8
        let levels = curve.points.map { point in
            TextFormat.right(
                TextFormat.shortest(point.level) + (point.level == curve.corruption.benchmarkLevel ? "*" : ""), width)
        }
        let accuracies = curve.points.map { TextFormat.right(TextFormat.fixed(100 * $0.accuracy, 2), width) }
        let unit = curve.corruption.unit
        return [
            TextFormat.left(curve.corruption.name, 16) + levels.joined() + (unit.isEmpty ? "" : "  \(unit)"),
            TextFormat.left("", 16) + accuracies.joined(),
        ]
    }
}
