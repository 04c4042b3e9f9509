import DigitDatasets
import DigitRecognition
import Testing

/// Whether thousands of images are read in seconds.
private let isRelease: Bool = {
    #if DEBUG
        return false
    #else
        return true
    #endif
}()

/// What users write is off centre, turned and of any size: the default model may lose half a point by that, no more.
@Suite(
    "Robustness of the default model", .enabled(if: isRelease, "reads thousands of images: release only"))
struct RobustnessTests {
    typealias View = TestTimeAugmentation.View

    /// What the images are read with as they are, found out once for all changes.
    private static let clean = Result { try accuracy(View()) }

    private static func accuracy(_ view: View) throws -> Double {
        let recognizer = try Recognizer(.standard)
        let sample = try BuiltInSample.load()
        var report = EvaluationReport(classes: 10)
        report.add(recognizer.predict(sample.images.seen(as: view), threads: 2), labels: sample.labels)
        return report.accuracy
    }

    @Test(arguments: [
        View(right: 3), View(right: -3), View(down: 3), View(down: -3), View(right: 3, down: -3),
        View(right: -3, down: 3), View(degrees: 15), View(degrees: -15), View(scale: 0.8), View(scale: 1.2),
    ])
    func aChangeCostsAtMostHalfAPoint(view: View) throws {
        #expect(try Self.accuracy(view) >= Self.clean.get() - 0.005)
    }

    /// The same, drawn for each image as `digits robustness` does.
    @Test(arguments: [
        (Corruption.translate, 1...3.0), (.rotate, 5...15), (.scale, 0.8...1.2),
    ])
    func itsCorruptionsCostAtMostHalfAPoint(corruption: Corruption, levels: ClosedRange<Double>) throws {
        let clean = try Self.clean.get()
        let report = RobustnessReport(
            try Ensemble([Recognizer(.standard)]), on: try BuiltInSample.load(), corruptions: [corruption], seed: 1,
            threads: 2)
        let points = try #require(report.curves.first?.points.filter { levels.contains($0.level) })
        #expect(points.count >= 3)
        for point in points { #expect(point.accuracy >= clean - 0.005, "level \(point.level)") }
    }
}
