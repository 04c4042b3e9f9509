import DigitDatasets
import DigitRecognition
import Testing

@Suite("Temperature")
struct TemperatureTests {
    /// Probabilities 3/4 and 1/4 where nine of ten are right: odds of 3 have to become odds of 9, so all logits double.
    @Test func halvesWhereOddsHaveToBeSquared() {
        let probabilities = Probabilities(
            values: (0..<10).flatMap { _ in [Float(0.75), 0.25] }, classes: 2)
        let labels = DigitLabels([0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
        #expect(abs(Temperature(fitting: probabilities, to: labels).value - 0.5) < 1e-6)
    }

    /// Odds of 16 where four of five are right: the square root, so all logits are halved.
    @Test func doublesWhereOddsHaveToBecomeTheirRoot() {
        let probabilities = Probabilities(
            values: (0..<5).flatMap { _ in [Float(1) / 17, Float(16) / 17] }, classes: 2)
        let labels = DigitLabels([1, 1, 0, 1, 1])
        #expect(abs(Temperature(fitting: probabilities, to: labels).value - 2) < 1e-5)
    }

    /// Where all are right no temperature is low enough, and the range ends it; a zero is no infinity.
    @Test func staysInItsRange() {
        let probabilities = Probabilities(values: [0.9, 0.1, 0, 1], classes: 2)
        let right = Temperature(fitting: probabilities, to: DigitLabels([0, 1])).value
        let wrong = Temperature(fitting: probabilities, to: DigitLabels([1, 0])).value
        #expect(abs(right / Temperature.range.lowerBound - 1) < 1e-6)
        #expect(abs(wrong / Temperature.range.upperBound - 1) < 1e-6)
    }
}
