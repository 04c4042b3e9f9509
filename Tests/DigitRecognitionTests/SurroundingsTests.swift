import DigitDatasets
import DigitRecognition
import DigitTestSupport
import Testing

/// What stands beside a sign counts for whether it is a digit.
struct SurroundingsTests {
    private static let stroke: [(x: Double, y: Double)] = [(120, 70), (117, 170)]

    private let recognizer: Recognizer

    init() throws {
        recognizer = try Recognizer(.standard)
    }

    /// A scribble 60 pixels wide from a column on, as high as the stroke.
    private static func scribble(from x: Double) -> [(x: Double, y: Double)] {
        let points: [(Double, Double)] = [
            (0, 75), (60, 90), (5, 110), (60, 70), (15, 165), (55, 120), (10, 140), (60, 165), (20, 80),
        ]
        return points.map { (x + $0.0, $0.1) }
    }

    private func read(_ strokes: [[(x: Double, y: Double)]], check: Bool = true) -> PictureReading {
        var page = DrawnPicture(width: 400, height: 240)
        for stroke in strokes { page.stroke(stroke, pen: 9) }
        return recognizer.read(page.picture(), options: ReadingOptions(checksDigits: check))
    }

    @Test func aStrokeBesideAScribbleIsNo1() {
        #expect(read([Self.stroke]).text == "1")
        let near = read([Self.stroke, Self.scribble(from: 135)])
        #expect(near.text == "")
        #expect(near.digits.count == 2)
        let far = read([Self.stroke, Self.scribble(from: 280)])
        #expect(far.text == "1")
        #expect(far.digits.count == 2)
    }

    @Test(arguments: [6.0, 12, 20], [0.0, 7, 14])
    func aStraightBarIsA1(pen: Double, lean: Double) {
        var page = DrawnPicture(width: 240, height: 240)
        page.stroke([(120 + lean, 70), (120 - lean, 170)], pen: pen)
        #expect(recognizer.read(page.picture()).text == "1")
    }

    @Test func aKWhoseStemStandsApartIsOneLetter() {
        let letter = [Self.stroke, [(170, 72), (130, 118)], [(130, 118), (172, 169)]]
        let reading = read(letter)
        #expect(reading.digits.map(\.digit) == [nil])
        #expect(read(letter, check: false).digits.count == 2)
    }

    @Test func amongDigitsADigitIsMoreCertain() throws {
        let images = try BuiltInSample.load().images
        func certainty(of index: Int, among indices: [Int]) throws -> FoundDigit {
            var page = DrawnPicture(width: 100 * indices.count, height: 140)
            for (place, index) in indices.enumerated() {
                page.draw(images[index], x: 100 * Double(place), y: 20, scale: 3.5)
            }
            let digits = recognizer.read(page.picture()).digits
            try #require(digits.count == indices.count)
            return digits[try #require(indices.firstIndex(of: index))]
        }
        let alone = try certainty(of: 0, among: [0])
        let inCompany = try certainty(of: 0, among: [1, 0, 2])
        #expect(alone.certainty < inCompany.certainty)
        #expect(inCompany.certainty <= inCompany.prediction.probability)
    }
}
