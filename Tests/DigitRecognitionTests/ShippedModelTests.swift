import DigitDatasets
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Foundation
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

    /// No other temperature has less cross-entropy on the sample; the values are written with four digits.
    @Test(arguments: temperedModels) func theTemperatureIsTheBestOnTheSample(model: ShippedModel) throws {
        let sample = try BuiltInSample.load()
        let left = Temperature(fitting: try Recognizer(model).predict(sample.images, threads: 2), to: sample.labels)
        #expect(abs(left.value - 1) < 1e-3)
    }

    private static let temperedModels = inRelease(ShippedModel.allCases, inDebug: [.mlp])

    @Test(arguments: ShippedModel.allCases) func theFilesLogitsAreDividedByTheTemperature(model: ShippedModel) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = root.appendingPathComponent("Sources/CDigitAssets/data/\(model.rawValue).safetensors").path
        let file = try Recognizer(contentsOf: path).predict(try BuiltInSample.load().images[0..<20])
        let shipped = try Recognizer(model).predict(try BuiltInSample.load().images[0..<20])
        #expect(shipped.digits == file.digits)
        for row in 0..<20 {
            // A probability to the power of 1 / temperature, and all of them made to add up to 1 again.
            let powers = file[row].probabilities.map { pow(Double($0), 1 / model.temperature) }
            let sum = powers.reduce(0, +)
            for (power, probability) in zip(powers, shipped[row].probabilities) {
                #expect(abs(power / sum - Double(probability)) < 1e-5)
            }
        }
    }

    @Test func optionsMayNotContradictAModel() {
        let error = #expect(throws: ModelError.self) {
            try Recognizer(.mlp, options: NetworkOptions(activation: .relu))
        }
        #expect(error?.kind == .usage)
    }
}
