import DigitNetwork
import Foundation
import Testing

@Suite struct CrossEntropyTests {
    @Test(arguments: [(0, 2.0794415 as Float), (1, 0.9808293), (2, 0.6931472)])
    func isTheLogarithmOfTheTrueClass(label: Int, loss: Float) {
        // -log(1/8), -log(3/8), -log(4/8); three logarithms and a sum, each rounded to half a unit.
        let found = crossEntropy(logits: [log(1), log(3), log(4)], label: label)
        #expect(abs(found - loss) < 4 * Float.ulpOfOne)
    }

    @Test func aConfidentMistakeCostsItsTruePrice() {
        #expect(crossEntropy(logits: [1e4, 0], label: 1) == 1e4)
        #expect(crossEntropy(logits: [1e4, 0], label: 0) == 0)
        #expect(crossEntropy(logits: [-.infinity, 0], label: 0) == .infinity)
    }

    @Test func isNotANumberWhereALogitIsNot() {
        #expect(crossEntropy(logits: [.nan, 0], label: 1).isNaN)
        #expect(crossEntropy(logits: [0, .nan], label: 0).isNaN)
        #expect(crossEntropy(logits: [.infinity, 0], label: 0).isNaN)
    }

    @Test func theMeanRunsOverRows() {
        // Losses 100 and 0, then 300: the mean tells rows from columns.
        let loss = crossEntropy(logits: [100, 0, 0, 300, 300, 0], labels: [1, 1, 1], classes: 2)
        let mean: Double = 400 / 3
        #expect(loss == mean)
    }

    @Test func theMeanOfNothingIsNotANumber() {
        #expect(crossEntropy(logits: [], labels: [], classes: 10).isNaN)
    }
}
