import DigitDatasets
import DigitFormats
import DigitRecognition
import DigitTestSupport
import Testing

/// Lined and squared paper, with digits and without.
struct SquaredPaperTests {
    private let recognizer: Recognizer

    init() throws { recognizer = try Recognizer(.standard) }

    /// A sheet as a camera sees it, lined or squared and askew, and nothing on it.
    private static func empty(isSquared: Bool, seed: UInt64) -> GreyImage {
        var random = SplitMix64(seed: seed)
        let angle = random.unit(-5, 5) * .pi / 180
        var light = Light(width: 300 + random.next(below: 500), height: 200 + random.next(below: 500), angle: angle)
        light.rule(spacing: random.unit(15, 60), isSquared: isSquared, &random)
        light.colour(paper: random.unit(170, 250), ink: random.unit(10, 90))
        if random.next(below: 2) == 0 { light.addTexture(&random) }
        if random.next(below: 2) == 0 { light.addGradient(&random) }
        if random.next(below: 3) == 0 { light.addShadow(&random) }
        if random.next(below: 2) == 0 { light.blur() }
        light.addNoise(deviation: random.unit(0, 6), &random)
        return light.picture
    }

    private static let seeds: Range<UInt64> = inRelease(0..<60, inDebug: 0..<3)

    @Test(arguments: [false, true])
    func emptyPaperHoldsNoDigit(_ isSquared: Bool) {
        var papersWithDigits = 0
        for seed in Self.seeds {
            let reading = recognizer.read(Self.empty(isSquared: isSquared, seed: seed))
            guard !reading.text.isEmpty else { continue }
            papersWithDigits += 1
            print("paper \(seed), squared \(isSquared): \(reading.text.debugDescription)")
        }
        #expect(papersWithDigits * 10 <= Self.seeds.count)
    }

    @Test func digitsOnSquaredPaperAreRead() throws {
        let sample = try BuiltInSample.load()
        var score = PageScore()
        for seed in Self.seeds {
            let page = try Page(of: sample, seed: 5000 + seed, isSquared: true)
            let reading = recognizer.read(page.picture)
            if !score.add(reading, of: page) {
                print("squared \(seed): \(page.text.debugDescription) read as \(reading.text.debugDescription)")
            }
        }
        print("squared paper: \(score.report)")
        #if DEBUG
            #expect(score.right * 2 >= score.digits)
        #else
            #expect(score.right * 100 >= score.digits * 85)
        #endif
    }
}
