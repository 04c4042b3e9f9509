import DigitDatasets
import DigitRecognition
import DigitTestSupport
import Testing

/// Two digits that touch, written with one pen at one height.
struct TouchingTests {
    private static let seeds: Range<UInt64> = inRelease(0..<1000, inDebug: 0..<20)

    /// Two digits of MNIST, moved together until they overlap by one to two pixels of MNIST somewhere.
    private static func pair(_ left: DigitImage, _ right: DigitImage, _ random: inout SplitMix64) -> DrawnPicture {
        let drop = random.next(below: 5) - 2
        // How far apart they may be in each row before they touch.
        var gap = 56
        for row in 0..<28 where (0..<28).contains(row - drop) {
            let end = (0..<28).last { left[row, $0] > 100 }
            let start = (0..<28).first { right[row - drop, $0] > 100 }
            if let end, let start { gap = min(gap, start + 28 - end - 1) }
        }
        let scale = random.unit(2, 7)
        let between = 28 - Double(gap) - random.unit(1, 2)
        var picture = DrawnPicture(width: Int(64 * scale), height: Int(36 * scale))
        picture.draw(left, x: 4 * scale, y: 4 * scale, scale: scale)
        picture.draw(right, x: (4 + between) * scale, y: (4 + Double(drop)) * scale, scale: scale)
        return picture
    }

    @Test func digitsThatTouchAreReadApart() throws {
        let sample = try BuiltInSample.load()
        let recognizer = try Recognizer(.standard)
        var (right, whole, parts) = (0, 0, 0)
        for seed in Self.seeds {
            var random = SplitMix64(seed: seed)
            let (first, second) = (random.next(below: sample.count), random.next(below: sample.count))
            let picture = Self.pair(sample.images[first], sample.images[second], &random)
            let reading = recognizer.read(picture.picture())
            right += reading.text == "\(sample.labels[first])\(sample.labels[second])" ? 1 : 0
            whole += reading.digits.count == 1 ? 1 : 0
            parts += reading.digits.count > 2 ? 1 : 0
        }
        print("\(right) of \(Self.seeds.count) pairs right, \(whole) left whole, \(parts) in more than two pieces")
        // Most others are left whole: what is hardly a pair, or has a piece that is hardly a digit, is not cut.
        #expect(right * inRelease(2, inDebug: 5) >= Self.seeds.count)
    }
}
