import DigitDatasets
import DigitNetwork
import DigitRecognition
import Testing

@Suite("Corruptions")
struct CorruptionTests {
    /// Paper, with ink where the rule says so.
    private static func picture(_ isInk: (_ row: Int, _ column: Int) -> Bool) -> DigitImage {
        DigitImage(pixels: (0..<784).map { isInk($0 / 28, $0 % 28) ? 255 : 0 })
    }

    private static let blank = picture { _, _ in false }
    private static let full = picture { _, _ in true }

    /// All of a picture in one grey.
    private static func grey(_ level: UInt8) -> DigitImage {
        DigitImage(pixels: [UInt8](repeating: level, count: 784))
    }

    /// The places of pixels that are not paper, as row and column.
    private static func ink(_ image: DigitImage) -> [[Int]] {
        image.pixels.indices.filter { image.pixels[$0] > 0 }.map { [$0 / 28, $0 % 28] }
    }

    @Test func fifteenAreThoseOfMNISTC() {
        #expect(Set(Corruption.all.map(\.name)).count == Corruption.all.count)
        // The file names of the published data set, with hyphens.
        #expect(
            Set(Corruption.all.filter { $0.benchmarkLevel != nil }.map(\.name)) == [
                "shot-noise", "impulse-noise", "glass-blur", "motion-blur", "shear", "scale", "rotate", "brightness",
                "translate", "stripe", "fog", "spatter", "dotted-line", "zigzag", "canny-edges",
            ])
    }

    @Test(arguments: Corruption.all)
    func levelsAreDistinctAndTheBenchmarksIsOneOfThem(corruption: Corruption) {
        #expect(Set(corruption.levels).count == corruption.levels.count)
        if let level = corruption.benchmarkLevel { #expect(corruption.levels.contains(level)) }
        #expect((0..<corruption.levels.count).contains(corruption.cleanPosition))
        #expect(Corruption(named: corruption.name)?.summary == corruption.summary)
    }

    @Test func anUnknownNameIsNone() {
        #expect(Corruption(named: "rotated") == nil)
    }

    @Test(arguments: Corruption.all)
    func neitherThreadsNorOtherImagesHaveAPart(corruption: Corruption) throws {
        let images = try BuiltInSample.load().images[0..<32]
        let level = try #require(corruption.levels.last)
        let whole = corruption.apply(to: images, level: level, seed: 7)
        #expect(whole.shape == images.shape)
        #expect(whole != images)
        #expect(corruption.apply(to: images, level: level, seed: 7, threads: 2) == whole)
        #expect(corruption.apply(to: images[25..<32], level: level, seed: 7, first: 25) == whole[25..<32])
        #expect(corruption.apply(to: images[5], level: level, seed: 7, index: 5) == whole[5])
    }

    @Test func anotherSeedIsAnotherNoise() {
        let images = [UInt64(1), 2].map { Corruption.gaussianNoise.apply(to: Self.grey(100), level: 0.1, seed: $0) }
        #expect(images[0] != images[1])
    }

    @Test func shiftsGoToAllEightNeighboursAndNowhereElse() {
        let dot = Self.picture { $0 == 14 && $1 == 10 }
        let places = Set((0..<200).map { Self.ink(Corruption.translate.apply(to: dot, level: 3, seed: 1, index: $0)) })
        let expected = [[11, 7], [11, 10], [11, 13], [14, 7], [14, 13], [17, 7], [17, 10], [17, 13]]
        #expect(places == Set(expected.map { [$0] }))
    }

    @Test func aRightAngleTakesAPixelToWhereItBelongs() {
        // Two rows below the middle and 5 columns left of it, turned around (13.5, 13.5).
        let dot = Self.picture { $0 == 15 && $1 == 9 }
        let places = Set((0..<50).map { Self.ink(Corruption.rotate.apply(to: dot, level: 90, seed: 1, index: $0)) })
        #expect(places == [[[9, 12]], [[18, 15]]])
    }

    @Test func aSlantMovesLinesByTheirDistanceFromTheMiddle() {
        let dots = Self.picture { ($0 == 14 || $0 == 11) && $1 == 10 }
        let places = Set((0..<50).map { Self.ink(Corruption.shear.apply(to: dots, level: 2, seed: 1, index: $0)) })
        #expect(places == [[[11, 5], [14, 11]], [[11, 15], [14, 9]]])
    }

    @Test func halfTheSizeIsAQuarterOfTheInk() {
        let square = Self.picture { (6..<22).contains($0) && (6..<22).contains($1) }
        let small = Corruption.scale.apply(to: square, level: 0.5, seed: 1)
        #expect(small == Self.picture { (10..<18).contains($0) && (10..<18).contains($1) })
    }

    @Test func strokesGrowAndShrinkOnEachSide() {
        let stroke = Self.picture { (4..<24).contains($0) && (12..<16).contains($1) }
        let middle = 14 * 28..<15 * 28
        func row(_ level: Double) -> [UInt8] {
            Array(Corruption.thickness.apply(to: stroke, level: level, seed: 1).pixels[middle])
        }
        #expect(row(1) == (0..<28).map { (11..<17).contains($0) ? 255 : 0 })
        #expect(row(2) == (0..<28).map { (10..<18).contains($0) ? 255 : 0 })
        #expect(row(-1) == (0..<28).map { (13..<15).contains($0) ? 255 : 0 })
        // A quarter of a pixel in: of the outermost column a quarter goes.
        #expect(row(-0.25)[11...13] == [0, 191, 255])
    }

    @Test func noiseHasTheDeviationItSays() {
        let values = (0..<50).flatMap { index in
            Corruption.gaussianNoise.apply(to: Self.grey(128), level: 0.08, seed: 1, index: index).pixels.map(
                Double.init)
        }
        let (mean, deviation) = Self.moments(values)
        #expect(abs(mean - 128) < 0.5)
        #expect(abs(deviation - 0.08 * 255) < 0.3)
    }

    @Test func shotNoiseIsThatOfCountedParticles() {
        let values = (0..<50).flatMap { index in
            Corruption.shotNoise.apply(to: Self.grey(102), level: 60, seed: 1, index: index).pixels.map(Double.init)
        }
        let (mean, deviation) = Self.moments(values)
        // 102 of 255 are 24 of 60 particles: their number varies by the square root of 24, each is 4.25 grey levels.
        #expect(abs(mean - 102) < 0.5)
        #expect(abs(deviation - 24.0.squareRoot() * 4.25) < 0.3)
        #expect(Corruption.shotNoise.apply(to: Self.blank, level: 3, seed: 1) == Self.blank)
    }

    @Test func impulsesHitTheirShareAndAtHigherLevelsTheSameAndMore() {
        let (less, more) = (Self.impulses(0.06), Self.impulses(0.17))
        #expect(abs(Double(less.count) / (50 * 784) - 0.06) < 0.005)
        #expect(abs(Double(more.count) / (50 * 784) - 0.17) < 0.005)
        #expect(less.allSatisfy { more[$0.key] == $0.value })
        #expect(abs(Double(more.values.count { $0 == 255 }) / Double(more.count) - 0.5) < 0.02)
    }

    /// The pixels of fifty grey images that were hit, and what became of them.
    private static func impulses(_ level: Double) -> [Int: UInt8] {
        var hits: [Int: UInt8] = [:]
        for index in 0..<50 {
            let image = Corruption.impulseNoise.apply(to: grey(128), level: level, seed: 1, index: index)
            for (place, value) in image.pixels.enumerated() where value != 128 { hits[index * 784 + place] = value }
        }
        return hits
    }

    private static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (mean, variance.squareRoot())
    }

    @Test func glassMovesInkAndLosesNone() {
        let square = Self.picture { (11..<17).contains($0) && (11..<17).contains($1) }
        let image = Corruption.glassBlur.apply(to: square, level: 1, seed: 1)
        let sum = image.pixels.reduce(0) { $0 + Int($1) }
        // Each of about 300 pixels is rounded by at most a half.
        #expect(abs(sum - 36 * 255) < 150)
        #expect(Self.ink(image).count > 36)
    }

    @Test func aMovementSmearsOneWayAndLosesNoInk() {
        let dot = Self.picture { $0 == 14 && $1 == 22 }
        let image = Corruption.motionBlur.apply(to: dot, level: 2, seed: 1)
        let sum = image.pixels.reduce(0) { $0 + Int($1) }
        #expect(abs(sum - 255) < 20)
        #expect(Self.ink(image).allSatisfy { $0[1] <= 22 })
        #expect(Self.ink(image).contains { $0[1] <= 19 })
    }

    @Test func lightIsAddedAndContrastTakenAway() {
        let half = Self.picture { row, _ in row < 14 }
        let brighter = Corruption.brightness.apply(to: half, level: 0.2, seed: 1)
        #expect(brighter[0, 0] == 255)
        #expect(brighter[27, 27] == 51)
        let paler = Corruption.contrast.apply(to: half, level: 0.2, seed: 1)
        // The mean of a half, and a tenth to each side.
        #expect(paler[0, 0] == 153)
        #expect(paler[27, 27] == 102)
        #expect(Corruption.inversion.apply(to: half, level: 1, seed: 1) == Self.picture { row, _ in row >= 14 })
    }

    @Test func fogIsNowhereThickerThanItsDensity() {
        // Full ink behind fog of density 3: 1 / 4 where there is none, 4 / 4 where it is thickest.
        let image = Corruption.fog.apply(to: Self.full, level: 5, seed: 1)
        #expect(image.pixels.allSatisfy { $0 >= 64 })
        #expect(Set(image.pixels).count > 50)
        #expect(Corruption.fog.apply(to: Self.blank, level: 5, seed: 1) == Self.blank)
    }

    @Test(arguments: [1, 2, 3])
    func aSquareIsCoveredAndALargerOneCoversIt(index: Int) {
        let (small, large) = (6.0, 10.0)
        let covered = [small, large].map { side -> [[Int]] in
            let image = Corruption.occlusion.apply(to: Self.full, level: side, seed: 1, index: index)
            return Self.ink(Corruption.inversion.apply(to: image, level: 1, seed: 1))
        }
        #expect(covered[0].count == 36)
        #expect(covered[1].count == 100)
        #expect(Set(covered[0]).isSubset(of: covered[1]))
        #expect(Set(covered[0].map { $0[1] }).count == 6)
    }

    @Test func stripesAreAtBothSides() {
        let image = Corruption.stripe.apply(to: Self.picture { row, _ in row == 3 }, level: 7, seed: 1)
        #expect(image == Self.picture { row, column in (row == 3) == (7..<21).contains(column) })
    }

    @Test func mudIsGreyAndCoversInk() {
        let onPaper = Corruption.spatter.apply(to: Self.blank, level: 4, seed: 1)
        #expect(onPaper.pixels.max().map { (51...63).contains($0) } == true)
        let onInk = Corruption.spatter.apply(to: Self.full, level: 4, seed: 1)
        #expect(zip(onPaper.pixels, onInk.pixels).allSatisfy { ($0 == 0) == ($1 == 255) })
    }

    @Test func dotsAreInEverySecondPairOfColumns() {
        let image = Corruption.dottedLine.apply(to: Self.blank, level: 1, seed: 1)
        let columns = Set(Self.ink(image).map { $0[1] })
        #expect(columns == Set((0..<28).filter { $0 % 4 >= 2 }))
    }

    @Test func aZigzagHasTeethOfTwoPixels() {
        let image = Corruption.zigzag.apply(to: Self.blank, level: 1, seed: 1, index: 3)
        let columns = Set(Self.ink(image).map { $0[1] })
        #expect(columns == Set(2..<26))
        // The row with the most ink in each column: from one end of a tooth to the other in four columns.
        let ridge = (2..<26).map { column in (0..<28).max { image[$0, column] < image[$1, column] } ?? 0 }
        #expect(zip(ridge, ridge.dropFirst()).allSatisfy { abs($0 - $1) <= 2 })
        #expect((ridge[2] - ridge[6]).magnitude >= 3)
        #expect((ridge[10] - ridge[6]).magnitude >= 3)
    }

    @Test func onlyOutlinesAreLeft() {
        let square = Self.picture { (8..<20).contains($0) && (8..<20).contains($1) }
        let outline = Set(Self.ink(Corruption.cannyEdges.apply(to: square, level: 1, seed: 1)))
        // One pixel wide, within a pixel of the square's border of 44.
        #expect((36...52).contains(outline.count))
        #expect(
            outline.allSatisfy { place in [7, 8, 19, 20].contains(place[0]) || [7, 8, 19, 20].contains(place[1]) })
        #expect([8, 7].contains { outline.contains([$0, 14]) })
        #expect([19, 20].contains { outline.contains([14, $0]) })
        #expect(Corruption.cannyEdges.apply(to: Self.blank, level: 1, seed: 1) == Self.blank)
    }
}
