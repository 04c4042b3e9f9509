import DigitDatasets
import DigitFormats
import DigitRecognition
import DigitTestSupport
import Testing

/// Pictures with digits whose places are known, read from pixels to text.
struct ReadingTests {
    private let sample: LabelledImages
    private let recognizer: Recognizer
    /// Indices of digits of the sample that the model reads surely, one of each class, in the order of their labels.
    private let clear: [Int]

    /// Made once for all tests.
    private static let made = Result { try makeParts() }

    private static func makeParts() throws -> (sample: LabelledImages, recognizer: Recognizer, clear: [Int]) {
        let sample = try BuiltInSample.load()
        let recognizer = try Recognizer(.standard)
        let predictions = recognizer.predict(sample.images[0..<80])
        let isSure = (0..<80).map { predictions[$0].digit == sample.labels[$0] && predictions[$0].probability > 0.97 }
        let clear = try (0...9).map { label in
            try #require(isSure.indices.first { isSure[$0] && sample.labels[$0] == label })
        }
        return (sample, recognizer, clear)
    }

    init() throws {
        (sample, recognizer, clear) = try Self.made.get()
    }

    /// Two lines, 3 1 4 and 2 7, digits about 40 pixels high.
    private func page() -> DrawnPicture {
        var page = DrawnPicture(width: 260, height: 180)
        for (label, x, y) in [(3, 20.0, 15.0), (1, 90, 22), (4, 160, 12), (2, 40, 95), (7, 120, 100)] {
            page.draw(sample.images[clear[label]], x: x, y: y, scale: 2)
        }
        return page
    }

    @Test func readsLinesFromLeftToRight() {
        let reading = recognizer.read(page().picture())
        #expect(reading.text == "314\n27")
        #expect(reading.digits.count == 5)
        // An image of MNIST has its ink about the middle of 28 pixels, here 56.
        let centres = reading.digits.map { ($0.box.x + $0.box.width / 2, $0.box.y + $0.box.height / 2) }
        for (centre, place) in zip(centres, [(48, 43), (118, 50), (188, 40), (68, 123), (148, 128)]) {
            #expect(abs(centre.0 - place.0) <= 8 && abs(centre.1 - place.1) <= 8)
        }
    }

    @Test func lightInkReadsLikeDarkInk() {
        #expect(recognizer.read(page().picture(ink: 230, paper: 40)).text == "314\n27")
        // A hard pencil, and chalk that was nearly wiped off.
        #expect(recognizer.read(page().picture(ink: 190, paper: 235)).text == "314\n27")
        #expect(recognizer.read(page().picture(ink: 90, paper: 45)).text == "314\n27")
    }

    @Test func lightThatFallsOffIsEvenedOut() {
        #expect(recognizer.read(page().picture(darkCorner: 0.3)).text == "314\n27")
    }

    @Test func ruledLinesAreNoDigits() {
        var ruled = page()
        for y in stride(from: 12.0, to: 180, by: 24) {
            ruled.stroke([(-5, y), (265, y + 6)], pen: 1.5)
        }
        #expect(recognizer.read(ruled.picture()).text == "314\n27")
    }

    @Test func specksAreNoDigits() {
        var dusty = page()
        for (x, y) in [(10.0, 170.0), (250.0, 90.0), (80.0, 80.0), (200.0, 150.0)] {
            dusty.stroke([(x, y), (x + 1, y)], pen: 3)
        }
        #expect(recognizer.read(dusty.picture()).text == "314\n27")
    }

    @Test func paperWithoutInkHoldsNoDigit() {
        for level in [0, 128, 255] as [UInt8] {
            let blank = GreyImage(width: 60, height: 40, pixels: [UInt8](repeating: level, count: 2400))
            #expect(recognizer.read(blank).digits.isEmpty)
        }
        #expect(recognizer.read(DrawnPicture(width: 120, height: 80).picture(darkCorner: 0.4)).digits.isEmpty)
        var random = SplitMix64(seed: 5)
        let grain = (0..<9600).map { _ in UInt8(200 + random.next(below: 30)) }
        #expect(recognizer.read(GreyImage(width: 120, height: 80, pixels: grain)).digits.isEmpty)
        #expect(recognizer.read(GreyImage(width: 1, height: 1, pixels: [7])).digits.isEmpty)
    }

    @Test func anImageOfMNISTIsReadAsItIs() {
        for index in 0..<60 {
            let image = sample.images[index]
            let reading = recognizer.read(GreyImage(width: 28, height: 28, pixels: image.pixels))
            #expect(reading.digits.map(\.image) == [image])
            let negative = GreyImage(width: 28, height: 28, pixels: image.pixels.map { 255 - $0 })
            #expect(recognizer.read(negative).digits.map(\.image) == [image])
        }
    }

    /// The mean difference of two images, of 255, where the second may lie a pixel aside: the centre of mass is rounded
    /// to whole pixels, and may fall to the other side.
    static func distance(_ a: DigitImage, _ b: DigitImage) -> Double {
        var best = Double.infinity
        for (dx, dy) in (-1...1).flatMap({ dx in (-1...1).map { (dx, $0) } }) {
            var sum = 0
            for y in 1..<27 {
                for x in 1..<27 { sum += abs(Int(a[y, x]) - Int(b[y + dy, x + dx])) }
            }
            best = min(best, Double(sum) / 784)
        }
        return best
    }

    private static let enlarged: Range<Int> = inRelease(0..<500, inDebug: 0..<10)

    /// Enlarged by 3 to 10, moved, and put on paper in an ink of some strength, in light that falls off.
    @Test func anEnlargedDigitComesBackAsMNISTMadeIt() {
        var distances: [Double] = []
        var (right, rightBefore) = (0, 0)
        for index in Self.enlarged {
            let (image, label) = (sample.images[index], sample.labels[index])
            var random = SplitMix64(seed: UInt64(index))
            let scale = random.unit(3, 10)
            let side = Int(28 * scale) + 60
            var canvas = DrawnPicture(width: side, height: side)
            canvas.draw(image, x: random.unit(0, 60), y: random.unit(0, 60), scale: scale)
            let (dark, light) = (random.unit(10, 110), random.unit(170, 250))
            let isLightInk = random.next(below: 2) == 0
            let picture = canvas.picture(
                ink: isLightInk ? light : dark, paper: isLightInk ? dark : light, darkCorner: random.unit(0.6, 1))
            let digits = recognizer.read(picture, options: ReadingOptions(isSingle: true)).digits
            guard digits.count == 1 else {
                Issue.record("\(digits.count) digits were found in one, image \(index)")
                continue
            }
            distances.append(Self.distance(image, digits[0].image))
            right += digits[0].prediction.digit == label ? 1 : 0
            rightBefore += recognizer.predict(image).digit == label ? 1 : 0
        }
        let mean = distances.reduce(0, +) / Double(distances.count)
        let sorted = distances.sorted()
        print(
            "\(distances.count) enlarged: mean distance \(mean), 99 % below \(sorted[sorted.count * 99 / 100]), "
                + "largest \(sorted.last ?? 0); \(right) right, as images of MNIST \(rightBefore)")
        // An image of MNIST has 19 % ink: 4 of 255 is a tenth of a pixel along the outlines. Strokes of a pixel or two
        // that fade at their end make a digit a pixel shorter, and the worst of them 12; one in a hundred loses more.
        #expect(mean < 5)
        #expect(distances.count { $0 < 14 } * 100 >= distances.count * 98)
        #expect(right * 100 >= rightBefore * 99)
    }

    /// A 7, large and small.
    @Test(arguments: [8.0, 16, 30])
    func aDrawnDigitIsReadWhateverThePen(_ pen: Double) {
        for (x, y, size) in [(60.0, 40.0, 180.0), (20.0, 120.0, 120.0)] {
            var canvas = DrawnPicture(width: 280, height: 280)
            canvas.stroke(
                [(x, y), (x + 0.6 * size, y), (x + 0.25 * size, y + size)], pen: min(pen, size / 5))
            let reading = recognizer.read(canvas.picture(ink: 255, paper: 0))
            #expect(reading.text == "7")
        }
    }

    @Test func oneDigitIsTakenAsOneWhereThatIsSaid() {
        // The bar of a 5 far from the rest.
        var five = DrawnPicture(width: 120, height: 120)
        five.stroke([(45, 40), (42, 62), (65, 60), (74, 76), (62, 94), (40, 92)], pen: 7)
        five.stroke([(62, 24), (84, 22)], pen: 7)
        let reading = recognizer.read(five.picture(), options: ReadingOptions(isSingle: true))
        #expect(reading.digits.count == 1)
        #expect(reading.digits.first?.box.y ?? 99 < 24)
    }

    @Test func anUnsureReadingIsRejected() {
        let picture = page().picture()
        let strict = recognizer.read(picture, options: ReadingOptions(threshold: 1))
        #expect(strict.digits.count == 5)
        #expect(strict.digits.filter { $0.prediction.probability < 1 }.allSatisfy { $0.digit == nil })
        #expect(recognizer.read(picture, options: ReadingOptions(threshold: 0)).text == "314\n27")
    }

    @Test(arguments: [ReadingOptions.standardThreshold, 1])
    func theAnnotationDrawsBesideTheDigitsInColour(_ threshold: Float) {
        let picture = page().picture()
        let reading = recognizer.read(picture, options: ReadingOptions(threshold: threshold))
        let annotated = reading.annotated(picture)
        let grey = ColourImage(picture)
        #expect((annotated.width, annotated.height) == (picture.width, picture.height))
        for digit in reading.digits {
            let box = digit.box
            for y in box.y..<box.y + box.height {
                let row = 3 * (y * picture.width + box.x)..<3 * (y * picture.width + box.x + box.width)
                #expect(annotated.samples[row] == grey.samples[row])
            }
            // The box is two pixels outside, blue or for what was rejected orange; its rim is white.
            let middle = box.y + box.height / 2
            let colour =
                digit.digit == nil
                ? ColourImage.Colour(red: 213, green: 94, blue: 0) : ColourImage.Colour(red: 0, green: 114, blue: 178)
            #expect(annotated[box.x - 3, middle] == colour)
            #expect(annotated[box.x - 4, middle] == ColourImage.Colour(red: 255, green: 255, blue: 255))
        }
        #expect(reading.digits.contains { $0.digit == nil } == (threshold == 1))
    }

    @Test func theTerminalShowsABarForEachDigit() {
        let digit = recognizer.read(page().picture()).digits[0]
        let lines = digit.terminalRendering(.plain).split(separator: "\n")
        #expect(lines.count == 28)
        let bars = lines.filter { $0.hasSuffix("%") }
        #expect(bars.count == 10)
        // Half a bar is half of 20 marks.
        #expect(bars.filter { $0.contains("##########") }.count == 1)
        #expect(bars[3].contains("  3 ##########"))
    }
}
