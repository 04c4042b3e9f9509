import DigitDatasets
import DigitRecognition
import Testing

@Suite("Robustness report")
struct RobustnessReportTests {
    /// At level 0 nothing happens, at level 1 the picture becomes another digit's.
    private static func replacing(with image: DigitImage) -> Corruption {
        Corruption("replace", "another digit", unit: "", levels: [0, 1]) { clean, level, _ in level == 0 ? clean : image
        }
    }

    @Test func everyLevelIsCountedByItself() throws {
        let data = try BuiltInSample.load().prefix(30)
        let ensemble = try Ensemble([Recognizer(.mlp)])
        var clean = EvaluationReport(classes: 10)
        clean.add(ensemble.predict(data.images), labels: data.labels)
        let other = data.images[0]
        let digit = ensemble.predict(other).digit
        var steps: [Int] = []
        let report = RobustnessReport(
            ensemble, on: data, corruptions: [Self.replacing(with: other), .inversion], seed: 1
        ) { steps.append($0) }
        #expect(report.curves.map(\.corruption.name) == ["replace", "inversion"])
        let points = report.curves[0].points
        #expect(points.map(\.level) == [0, 1])
        #expect(points.map(\.images) == [30, 30])
        #expect(points.map(\.correct) == [clean.correct, data.labels.count { $0 == digit }])
        #expect(points[0].accuracy == clean.accuracy)
        #expect(points[0].standardError == clean.standardError)
        #expect(steps == [30, 60, 90])
        #expect(report.benchmarkAccuracy == nil)
    }

    @Test func theBenchmarkIsTheMeanOfFifteen() throws {
        let data = try BuiltInSample.load().prefix(4)
        let report = RobustnessReport(try Ensemble([Recognizer(.mlp)]), on: data, seed: 1)
        let accuracies = report.curves.compactMap { $0.benchmark?.accuracy }
        #expect(accuracies.count == 15)
        let mean = try #require(report.benchmarkAccuracy)
        #expect(abs(mean - accuracies.reduce(0, +) / 15) < 1e-12)
    }
}
