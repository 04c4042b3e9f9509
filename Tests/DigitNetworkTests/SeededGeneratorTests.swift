import DigitNetwork
import Testing

@Suite struct SeededGeneratorTests {
    @Test func splitMix64GivesThePublishedNumbers() {
        // The authors' C code for seed 1234567, as Rosetta Code publishes it ("Pseudo-random numbers/Splitmix64").
        var mixer = DigitNetwork.SplitMix64(state: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in mixer.next() } == expected)
    }

    @Test func xoshiroGivesThePublishedNumbers() {
        // The authors' C code from the state 1, 2, 3, 4, as Rust's `rand_xoshiro` publishes it in its tests.
        var generator = SeededGenerator(state: (1, 2, 3, 4))
        let expected: [UInt64] = [
            11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
            16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777,
            2_904_607_092_377_533_576,
        ]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test func aSeedFillsTheStateWithSplitMix64() {
        var mixer = DigitNetwork.SplitMix64(state: 42)
        let state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
        #expect(SeededGenerator(seed: 42) == SeededGenerator(state: state))
        let next = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
        #expect(SeededGenerator(seed: 42, stream: 1) == SeededGenerator(state: next))
    }

    @Test func everyNumberBelowABoundComesAndNoOther() {
        var generator = SeededGenerator(seed: 3)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<6000 { counts[generator.below(6)] += 1 }
        // Seeded, so that this never fails by chance; 1000 each, with a deviation of 29.
        #expect(counts.allSatisfy { (850...1150).contains($0) })
        #expect(generator.below(1) == 0)
    }

    @Test func hugeBoundsHaveNoBias() {
        // Of 2^64 numbers, a bound of 3 * 2^61 takes the first half of its range twice as often if none is drawn again.
        var generator = SeededGenerator(seed: 4)
        let bound = 3 << 61
        let low = (0..<3000).count { _ in generator.below(bound) < bound / 3 }
        // 1000, with a deviation of 26.
        #expect((870...1130).contains(low))
    }

    @Test func unitsStayBelowOne() {
        var generator = SeededGenerator(seed: 5)
        let values = (0..<2000).map { _ in generator.unit() }
        #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
        // The mean of 2000 uniform numbers: 0.5, with a deviation of 0.0065.
        #expect(abs(values.reduce(0, +) / 2000 - 0.5) < 0.03)
    }

    @Test func aShuffleKeepsEveryElement() {
        var generator = SeededGenerator(seed: 6)
        var elements = Array(0..<100)
        generator.shuffle(&elements)
        #expect(elements != Array(0..<100))
        #expect(elements.sorted() == Array(0..<100))
        var none: [Int] = []
        generator.shuffle(&none)
        #expect(none.isEmpty)
    }

    @Test func aShuffleIsTheOneOfTheRecordedScript() throws {
        let recorded = try Recorded.training
        var generator = SeededGenerator(seed: recorded.seed, stream: 1)
        var order = Array(0..<recorded.labels.count)
        generator.shuffle(&order)
        #expect(order == recorded.order)
    }

    @Test func everyOrderIsAsLikely() {
        var generator = SeededGenerator(seed: 7)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<6000 {
            var elements = [1, 2, 3]
            generator.shuffle(&elements)
            counts[elements, default: 0] += 1
        }
        #expect(counts.count == 6)
        #expect(counts.values.allSatisfy { (850...1150).contains($0) })
    }
}
