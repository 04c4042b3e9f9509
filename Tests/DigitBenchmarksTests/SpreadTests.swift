import DigitBenchmarks
import Testing

@Suite("The spread of times")
struct SpreadTests {
    // What numpy.quantile([0.9, 0.1, 0.3, 0.2], [0, 0.25, 0.5, 0.75, 1]) gives.
    @Test(arguments: [(0, 0.1), (0.25, 0.175), (0.5, 0.25), (0.75, 0.45), (1, 0.9)] as [(Double, Double)])
    func quantilesLieOnStraightLinesBetweenNeighbours(part: Double, expected: Double) {
        #expect(abs(Spread([0.9, 0.1, 0.3, 0.2]).quantile(part) - expected) < 1e-15)
    }

    @Test func theMedianOfAnOddNumberIsTheMiddleOne() {
        let spread = Spread([5, 1, 40])
        #expect(spread.median == 5)
        #expect(spread.fastest == 1)
        #expect(spread.lowerQuartile == 3)
        #expect(spread.upperQuartile == 22.5)
    }

    @Test func oneTimeIsEverything() {
        let spread = Spread([7])
        #expect([spread.fastest, spread.lowerQuartile, spread.median, spread.upperQuartile] == [7, 7, 7, 7])
    }

    @Test func workIsGivenNumbersThatCountOn() {
        var seen: [Int] = []
        let spread = Stopwatch(budget: 1e-9, minimumRepeats: 2, maximumRepeats: 4).time { seen.append($0) }
        #expect(seen == Array(0..<seen.count))
        #expect((1...4).contains(spread.sorted.count))
        #expect(spread.fastest > 0)
    }

    @Test func whatTheWorkThrowsComesOut() {
        #expect(throws: WrongAnswer.self) {
            try Stopwatch.quick.time { call in if call == 1 { throw WrongAnswer("expected 1, found 2") } }
        }
    }
}
