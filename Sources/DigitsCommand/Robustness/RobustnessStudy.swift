import DigitDatasets
import DigitRecognition

/// What `digits robustness` found out.
struct RobustnessStudy {
    /// The images as they are.
    let clean: Evaluation
    let seed: UInt64
    let report: RobustnessReport
    /// How long all of it took, but for the clean images.
    let seconds: Double

    /// Reads the images at all levels, and shows how far that is.
    init(clean: Evaluation, corruptions: [Corruption], seed: UInt64, progress: ProgressLine) {
        let start = ContinuousClock.now
        let total = clean.data.count * corruptions.reduce(0) { $0 + $1.levels.count }
        var lastShown = start
        self.clean = clean
        self.seed = seed
        report = RobustnessReport(
            clean.ensemble, on: clean.data, corruptions: corruptions, seed: seed, threads: clean.threads
        ) { read in
            let now = ContinuousClock.now
            guard now - lastShown >= .milliseconds(100) else { return }
            lastShown = now
            let seconds = (now - start) / .seconds(1)
            let left = seconds / Double(read) * Double(total - read)
            progress.show(
                "\(100 * read / total) %  \(TextFormat.grouped(read)) of \(TextFormat.grouped(total)) images  "
                    + "\(TextFormat.rounded(Double(read) / seconds)) images/s  "
                    + "\(TextFormat.duration(left.rounded())) left")
        }
        progress.clear()
        seconds = (ContinuousClock.now - start) / .seconds(1)
    }

    /// The points of a curve with the clean one among them, where it belongs.
    func points(of curve: RobustnessReport.Curve) -> [RobustnessPoint] {
        var points = curve.points.map { point in
            RobustnessPoint(
                level: point.level,
                // Without a unit there is one level alone.
                label: curve.corruption.unit.isEmpty ? "" : TextFormat.shortest(point.level),
                accuracy: point.accuracy,
                isBenchmark: point.level == curve.corruption.benchmarkLevel)
        }
        points.insert(
            RobustnessPoint(level: nil, label: "clean", accuracy: clean.report.accuracy, isBenchmark: false),
            at: curve.corruption.cleanPosition)
        return points
    }
}

/// A point of a curve as charts and tables show it.
struct RobustnessPoint {
    /// The level, `nil` where the images are clean.
    let level: Double?
    let label: String
    let accuracy: Double
    /// Whether MNIST-C has this corruption at this level.
    let isBenchmark: Bool
}
