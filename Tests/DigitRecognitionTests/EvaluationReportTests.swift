import DigitDatasets
import DigitRecognition
import Foundation
import Testing

@Suite("Evaluation")
struct EvaluationReportTests {
    /// Three classes, five images: true 0 1 2 2 1, read as 0 2 2 1 1.
    private func report(maximumErrors: Int = 10) -> EvaluationReport {
        var report = EvaluationReport(classes: 3, maximumErrors: maximumErrors)
        let rows: [Float] = [
            0.5, 0.25, 0.25,
            0.125, 0.25, 0.625,
            0.25, 0.25, 0.5,
        ]
        report.add(Probabilities(values: rows, classes: 3), labels: [0, 1, 2])
        report.add(Probabilities(values: [0.125, 0.75, 0.125, 0, 1, 0], classes: 3), labels: [2, 1])
        return report
    }

    @Test func confusionHasTrueClassesAsRows() {
        #expect(report().confusion == [[1, 0, 0], [0, 1, 1], [0, 1, 1]])
        #expect(report().images(ofClass: 1) == 2)
        #expect(report().correct(ofClass: 2) == 1)
    }

    @Test func accuracyAndItsStandardErrorFollowFromTheCounts() {
        #expect(report().images == 5)
        #expect(report().correct == 3)
        #expect(report().accuracy == 0.6)
        // sqrt(0.6 * 0.4 / 5) = sqrt(0.048)
        #expect(abs(report().standardError - 0.219089023) < 1e-9)
    }

    @Test func errorsCountOnOverBatches() {
        let errors = report().firstErrors
        #expect(errors.map(\.index) == [1, 3])
        #expect(errors.map(\.label) == [1, 2])
        #expect(errors.map(\.predicted) == [2, 1])
        #expect(errors.map(\.probability) == [0.625, 0.75])
        #expect(report(maximumErrors: 1).firstErrors.map(\.index) == [1])
    }

    @Test func crossEntropyIsTheMeanOfNegatedLogarithms() {
        // Probabilities of the true classes: 1/2, 1/4, 1/2, 1/8, 1; their -log2 are 1, 2, 1, 3 and 0, together 7.
        #expect(abs(report().meanCrossEntropy - 7 * log(2.0) / 5) < 1e-12)
    }

    @Test func aProbabilityOfZeroCostsAFiniteAmount() {
        var report = EvaluationReport(classes: 2)
        report.add(Probabilities(values: [1, 0], classes: 2), labels: [1])
        #expect(report.meanCrossEntropy.isFinite)
        #expect(report.meanCrossEntropy > 100)
    }
}
