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

    @Test func whatWasReadIsCountedByColumns() {
        #expect((0..<3).map { report().images(readAs: $0) } == [1, 2, 2])
    }

    @Test func misreadingsKeepAllProbabilities() {
        #expect(report().firstErrors.first?.probabilities == [0.125, 0.25, 0.625])
    }

    @Test func calibrationIsTheMeanGapBetweenWhatIsSaidAndWhatIsSo() {
        var report = EvaluationReport(classes: 2)
        // Said 0.9 twice and right once, said 0.7 once and right: gaps of 0.4, twice, and 0.3.
        report.add(Probabilities(values: [0.9, 0.1, 0.9, 0.1, 0.3, 0.7], classes: 2), labels: [0, 1, 1])
        let reliability = report.reliability
        #expect(reliability.bins.map(\.images) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0])
        #expect(reliability.bins[13].accuracy == 0.5)
        #expect(abs(reliability.bins[13].meanProbability - 0.9) < 1e-6)
        #expect(abs(reliability.expectedCalibrationError - 1.1 / 3) < 1e-6)
    }

    @Test func certaintyHasARangeToo() {
        var report = EvaluationReport(classes: 2)
        report.add(Probabilities(values: [0, 1], classes: 2), labels: [1])
        #expect(report.reliability.bins.last?.images == 1)
        #expect(report.reliability.expectedCalibrationError == 0)
        #expect(EvaluationReport(classes: 2).reliability.expectedCalibrationError.isNaN)
    }

    /// The cases of Newcombe, *Two-Sided Confidence Intervals for the Single Proportion*, 1998, table I, method 3.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
    func intervalsAreThoseOfTheLiterature(successes: Int, trials: Int, lower: Double, upper: Double) {
        let interval = WilsonInterval(successes: successes, trials: trials)
        #expect(abs(interval.lower - lower) <= 0.00005)
        #expect(abs(interval.upper - upper) <= 0.00005)
        let opposite = WilsonInterval(successes: trials - successes, trials: trials)
        #expect(abs(opposite.upper - (1 - lower)) <= 0.00005)
    }

    @Test func withoutTrialsAnythingIsPossible() {
        let interval = WilsonInterval(successes: 0, trials: 0)
        #expect(interval.lower == 0)
        #expect(interval.upper == 1)
    }
}
