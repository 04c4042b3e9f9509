import DigitDatasets
import DigitRecognition
import Foundation
import Testing

/// What SciPy makes of a picture, by `Fixtures/make_corruption_fixture.py`.
@Suite("Corruptions, held against SciPy")
struct CorruptionFixtureTests {
    private let images: DigitImages

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/corruptions-idx3-ubyte")
        images = DigitImages(pixels: [UInt8](try Data(contentsOf: file).dropFirst(16)), count: 7)
    }

    /// The largest difference of two pictures' pixels.
    private static func difference(_ a: DigitImage, _ b: DigitImage) -> Int {
        zip(a.pixels, b.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
    }

    /// Ours reckons with single, SciPy with double precision: a value near a half may be rounded to either side.
    private static let tolerance = 1

    @Test(arguments: [(Corruption.rotate, 23.0, [1, 2]), (.shear, 0.3, [3, 4])])
    func bothSidesComeAndAreSciPys(corruption: Corruption, level: Double, expected: [Int]) {
        var seen = Set<Int>()
        for index in 0..<20 {
            let changed = corruption.apply(to: images[0], level: level, seed: 1, index: index)
            let same = expected.filter { Self.difference(changed, images[$0]) <= Self.tolerance }
            #expect(same.count == 1)
            seen.formUnion(same)
        }
        #expect(seen == Set(expected))
    }

    @Test(arguments: [(Corruption.scale, 0.7, 5), (.gaussianBlur, 1.5, 6)])
    func isSciPys(corruption: Corruption, level: Double, expected: Int) {
        let changed = corruption.apply(to: images[0], level: level, seed: 1)
        #expect(Self.difference(changed, images[expected]) <= Self.tolerance)
    }
}
