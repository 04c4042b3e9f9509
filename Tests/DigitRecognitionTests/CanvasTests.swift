import DigitDatasets
import DigitFormats
import DigitRecognition
import DigitTestSupport
import Testing

/// Single digits drawn on a canvas of 280x280, as on a page to draw on, at any place and size and with any pen.
struct CanvasTests {
    private static let side = 280
    private static let pens = 8.0...30.0
    /// A smaller digit would be filled by its pen: in an 8 of four pens' height the holes are half a pen high.
    private static let smallestSizeInPens = 4.0
    private static let smallestSize = 40.0

    static let seeds: Range<UInt64> = inRelease(0..<2000, inDebug: 0..<40)

    @Test func aDigitReadsAsWellAsInMNISTsForm() throws {
        let recognizer = try Recognizer(.standard)
        var (right, rightAsMNIST) = (0, 0)
        for seed in Self.seeds {
            let digit = DrawnDigit(seed: seed)
            var random = SplitMix64(seed: ~seed)
            let pen = random.unit(Self.pens.lowerBound, Self.pens.upperBound)
            let size = random.unit(max(Self.smallestSize, Self.smallestSizeInPens * pen), Double(Self.side))
            let canvas = digit.drawn(on: Self.side, size: size, pen: pen, place: (random.unit(), random.unit()))
            let isLightInk = random.next(below: 2) == 0
            let picture = canvas.picture(ink: isLightInk ? 255 : 0, paper: isLightInk ? 0 : 255)
            let text = recognizer.read(picture).text
            if text == "\(digit.label)" {
                right += 1
            } else {
                print(
                    "canvas \(seed): \(digit.label), way \(digit.way), pen \(pen), size \(size), "
                        + "read as \(text.debugDescription)")
            }
            let reading = recognizer.read(GreyImage(width: 28, height: 28, pixels: digit.asMNIST.pixels)).text
            if reading == "\(digit.label)" {
                rightAsMNIST += 1
            } else {
                print("MNIST \(seed): \(digit.label), way \(digit.way), read as \(reading.debugDescription)")
            }
        }
        print("\(right) of \(Self.seeds.count) right on the canvas, \(rightAsMNIST) in MNIST's form")
        // Half a point is within chance of as well as; of a few, one digit.
        #expect(right + max(1, Self.seeds.count / 200) >= rightAsMNIST)
        #expect(right * 100 >= Self.seeds.count * 97)
    }
}
