import DigitDatasets
import DigitNetwork
import DigitRecognition
import Testing

@Suite("Shipped models")
struct ShippedModelTests {
    @Test func mlpIsTheBooksNetwork() throws {
        let recognizer = try Recognizer(.mlp)
        #expect(recognizer.network.architecture == "dense 784 50, sigmoid, dense 50 100, sigmoid, dense 100 10")
        #expect(recognizer.network.parameterCount == 45_360)
        #expect(recognizer.network.inputRange == .unit)
        #expect(recognizer.metadata.sampleWasHeldOut)
        #expect(recognizer.metadata.dataset == "mnist")
    }

    /// Too low would be a damaged model; too good, one that saw the sample while it was trained.
    @Test func mlpReadsTheSampleAsItsFileSays() throws {
        #if DEBUG
            let sample = try BuiltInSample.load().prefix(500)
            let bounds = 0.95...1.0
        #else
            let sample = try BuiltInSample.load()
            let bounds = 0.975...0.99
        #endif
        let recognizer = try Recognizer(.mlp)
        var report = EvaluationReport(classes: 10)
        report.add(recognizer.predict(sample.images, threads: 2), labels: sample.labels)
        #expect(bounds.contains(report.accuracy))
        if report.images == 5000 {
            #expect(recognizer.metadata.validationAccuracy == "\(report.accuracy)")
        }
    }

    @Test func optionsMayNotContradictAModel() {
        let error = #expect(throws: ModelError.self) {
            try Recognizer(.mlp, options: NetworkOptions(activation: .relu))
        }
        #expect(error?.kind == .usage)
    }
}
