import DigitFormats
import Testing

struct GreyImageTests {
    @Test func keepsItsPixelsRowByRow() {
        let picture = GreyImage(width: 3, height: 2, pixels: [1, 2, 3, 4, 5, 60])
        #expect(picture.pixels[picture.width * 1 + 2] == 60)
        #expect(picture != GreyImage(width: 2, height: 3, pixels: picture.pixels))
    }

    @Test func pixelsThatMakeNoPictureStopTheProgram() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = GreyImage(width: 3, height: 2, pixels: [1, 2, 3, 4, 5])
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("5 pixels do not make a picture of 3 x 2"))
        await #expect(processExitsWith: .failure) { _ = GreyImage(width: 0, height: 2, pixels: []) }
        await #expect(processExitsWith: .failure) { _ = GreyImage(width: .max, height: 2, pixels: [1, 2]) }
    }
}
