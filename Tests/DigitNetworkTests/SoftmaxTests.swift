import DigitNetwork
import Foundation
import Testing

@Suite struct SoftmaxTests {
    @Test func softmaxOfLogarithmsGivesFractions() {
        let probabilities = softmax([log(1 as Float), log(3), log(4)])
        // A logarithm, a power and a quotient, each rounded to half a unit.
        for (found, expected) in zip(probabilities, [0.125, 0.375, 0.5] as [Float]) {
            #expect(abs(found - expected) < 2 * Float.ulpOfOne)
        }
    }

    @Test func eachRowIsASoftmaxOfItsOwn() {
        #expect(softmax([0, 0, 5, 5, 5, 5], classes: 2) == [0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
        #expect(softmax([1, 2, 3, 4, 5, 6], classes: 3) == softmax([1, 2, 3]) + softmax([4, 5, 6]))
    }

    @Test func onlyDifferencesCount() {
        // Whole numbers, so that the differences are exact and the bits have to agree.
        #expect(softmax([10_001, 10_002, 10_004]) == softmax([1, 2, 4]))
        #expect(softmax([-9_999, -9_998, -9_996]) == softmax([1, 2, 4]))
    }

    @Test func hugeLogitsDoNotOverflow() {
        #expect(softmax([-1e4, 1e4]) == [0, 1])
        #expect(softmax([1e4, 1e4]) == [0.5, 0.5])
        #expect(softmax([.greatestFiniteMagnitude, -.greatestFiniteMagnitude]) == [1, 0])
    }

    @Test func negativeInfinityHasNoProbability() {
        #expect(softmax([-.infinity, 2, 2]) == [0, 0.5, 0.5])
    }

    @Test(
        arguments: [[.infinity, 0], [0, .infinity], [.nan, 0], [0, .nan], [-.infinity, -.infinity]] as [[Float]])
    func answersNotANumberWhereThereIsNoLimit(logits: [Float]) {
        #expect(softmax(logits).allSatisfy { $0.isNaN })
    }

    @Test func nothingGivesNothing() {
        #expect(softmax([]).isEmpty)
        #expect(softmax([], classes: 10).isEmpty)
        #expect(logSoftmax([]).isEmpty)
    }

    @Test func logSoftmaxIsExactWhereTheProbabilityRoundsToZero() {
        #expect(logSoftmax([0, -1e4]) == [0, -1e4])
        #expect(logSoftmax([1e4, 0]) == [0, -1e4])
        #expect(logSoftmax([-.infinity, 0]) == [-.infinity, 0])
    }

    @Test func logSoftmaxOfLogarithmsIsTheLogarithmOfFractions() {
        let found = logSoftmax([log(1 as Float), log(3), log(4)])
        for (found, expected) in zip(found, [-2.0794415, -0.9808293, -0.6931472] as [Float]) {
            #expect(abs(found - expected) < 4 * Float.ulpOfOne)
        }
    }

    @Test(arguments: [[.infinity, 0], [0, .nan], [.nan, 0], [-.infinity, -.infinity]] as [[Float]])
    func logSoftmaxAnswersNotANumberWhereThereIsNoLimit(logits: [Float]) {
        #expect(logSoftmax(logits).allSatisfy { $0.isNaN })
    }
}
