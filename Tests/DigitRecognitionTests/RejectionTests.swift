import DigitDatasets
import DigitFormats
import DigitRecognition
import DigitTestSupport
import Testing

/// What is no digit is rejected, and digits are not, with the default model and threshold.
///
/// The whole counts where the build is fast, a few elsewhere. None of these pictures trained a weight; the development pages,
/// whose digits are the sample's, chose the threshold.
struct RejectionTests {
    private static let share = inRelease(1, inDebug: 20)

    private let recognizer: Recognizer

    init() throws {
        recognizer = try Recognizer(.standard)
    }

    /// How many of the pictures hold something that was read as a digit.
    private func accepted(_ pictures: some Sequence<GreyImage>, _ options: ReadingOptions = ReadingOptions()) -> Int {
        pictures.count { picture in recognizer.read(picture, options: options).digits.contains { $0.digit != nil } }
    }

    /// At most one in a hundred; of a few, at most one.
    private static func isRare(_ count: Int, of total: Int, percent: Int = 1) -> Bool {
        count * 100 <= max(total * percent, 100)
    }

    @Test(arguments: NoDigitPicture.allCases)
    func hardlyAnyIsADigitOf(_ kind: NoDigitPicture) {
        let total = 2000 / Self.share
        let count = accepted((0..<UInt64(total)).lazy.map { kind.picture(seed: $0) })
        print("\(kind.rawValue): \(count) of \(total) accepted")
        // Some scribbles are a 1, a 3 or a 7 in the end.
        #expect(Self.isRare(count, of: total, percent: kind == .scribble ? 2 : 1))
    }

    /// A glyph on paper, from 20 to 128 pixels high.
    private static func picture(of glyph: Glyphs.Glyph, _ random: inout SplitMix64) -> GreyImage {
        let scale = random.unit(20, 128) / 64
        let side = Int(Double(glyph.image.width) * scale) + 24
        var page = DrawnPicture(width: side, height: side)
        page.draw(glyph.image, x: random.unit(2, 22), y: random.unit(2, 22), scale: scale)
        return page.picture(ink: random.unit(0, 80), paper: random.unit(190, 255))
    }

    /// How many of some glyphs, each drawn eight times, are read as digits, and of how many.
    private func accepted(
        glyphs isChosen: (Character) -> Bool, of fonts: Glyphs.Fonts, seed: UInt64
    ) throws -> (count: Int, total: Int) {
        let glyphs = try Glyphs(fonts).all.filter { isChosen($0.character) }
        var random = SplitMix64(seed: seed)
        let pictures = (0..<max(1, 8 / Self.share)).flatMap { _ in glyphs }.map { Self.picture(of: $0, &random) }
        return (accepted(pictures), pictures.count)
    }

    /// At most one in a hundred of fonts that were not looked at.
    ///
    /// Of those that were, half are handwriting, and each shape that is read as a digit counts for eight pictures.
    @Test(arguments: Glyphs.Fonts.allCases)
    func fewLettersOfOtherFontsAreDigits(_ fonts: Glyphs.Fonts) throws {
        let (count, total) = try accepted(glyphs: \.isLetter, of: fonts, seed: 1)
        print("letters of \(fonts) fonts: \(count) of \(total) accepted")
        #expect(Self.isRare(count, of: total, percent: fonts == .report ? 1 : 3))
    }

    /// The network that reads was trained on handwriting alone.
    @Test(arguments: Glyphs.Fonts.allCases)
    func mostPrintedDigitsAreRead(_ fonts: Glyphs.Fonts) throws {
        let (count, total) = try accepted(glyphs: \.isNumber, of: fonts, seed: 2)
        print("printed digits of \(fonts) fonts: \(total - count) of \(total) rejected")
        #expect(count * 10 >= total * 9)
    }

    @Test func atMostOneInAHundredOfTheSamplesDigitsIsRejected() throws {
        let images = try BuiltInSample.load().images
        let pictures = (0..<images.count / Self.share).lazy.map { index in
            GreyImage(width: 28, height: 28, pixels: images[index].pixels)
        }
        let rejected = pictures.count - accepted(pictures)
        print("the sample's digits as they are: \(rejected) of \(pictures.count) rejected")
        #expect(Self.isRare(rejected, of: pictures.count))
    }

    @Test func atMostOneInAHundredOfTheSamplesDigitsDrawnInAnySizeIsRejected() throws {
        let images = try BuiltInSample.load().images
        let total = images.count / Self.share
        let pictures = (0..<total).lazy.map { index -> GreyImage in
            var random = SplitMix64(seed: UInt64(index))
            // An image of MNIST has its digit in 20 of its 28 pixels.
            let scale = random.unit(20, 200) / 20
            let side = Int(28 * scale) + 10
            var page = DrawnPicture(width: side, height: side)
            page.draw(images[index], x: random.unit(0, 10), y: random.unit(0, 10), scale: scale)
            return page.picture(
                ink: random.unit(0, 80), paper: random.unit(190, 255), darkCorner: random.unit(0.7, 1))
        }
        let rejected = total - accepted(pictures, ReadingOptions(isSingle: true))
        print("the sample's digits drawn: \(rejected) of \(total) rejected")
        #expect(Self.isRare(rejected, of: total))
    }

    @Test func certaintyIsTheProbabilityWhereNothingIsChecked() throws {
        let image = try BuiltInSample.load().images[0]
        let picture = GreyImage(width: 28, height: 28, pixels: image.pixels)
        let found = try #require(recognizer.read(picture, options: ReadingOptions(checksDigits: false)).digits.first)
        #expect(found.certainty == found.prediction.probability)
        let checked = try #require(recognizer.read(picture).digits.first)
        #expect(checked.prediction == found.prediction)
        #expect((0...found.certainty).contains(checked.certainty))
    }
}
