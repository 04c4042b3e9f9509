import DigitDatasets
import DigitFormats
import DigitRecognition
import Testing

@Suite("Digits as PNG")
struct PNGTests {
    @Test func eachPixelBecomesASquare() throws {
        let image = DigitImage(pixels: [10, 20, 30, 40, 50, 60], height: 2, width: 3)
        let decoded = try PNG.decodeGrey(image.pngData(scale: 2))
        #expect(decoded.width == 6)
        #expect(decoded.height == 4)
        #expect(
            decoded.pixels == [
                10, 10, 20, 20, 30, 30, 10, 10, 20, 20, 30, 30,
                40, 40, 50, 50, 60, 60, 40, 40, 50, 50, 60, 60,
            ])
    }
}
