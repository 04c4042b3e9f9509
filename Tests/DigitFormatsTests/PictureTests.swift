import DigitFormats
import DigitTestSupport
import Testing

/// `GreyImage.decode`, which takes a picture of whatever format.
struct PictureTests {
    @Test func findsOutTheFormat() throws {
        let picture = GreyImage(width: 3, height: 1, pixels: [0, 128, 255])
        #expect(try GreyImage.decode(PNG.encode(picture)) == picture)
        #expect(try GreyImage.decode(Array("P5 3 1 255\n".utf8) + [0, 128, 255]) == picture)
        #expect(try GreyImage.decode(Fixture.bytes("jpeg/grey.jpg")).height == 48)
    }

    /// The beginnings by the formats' specifications.
    @Test(
        arguments: [
            ("HEIC", [0, 0, 0, 24] + Array("ftypheic".utf8)), ("AVIF", [0, 0, 0, 24] + Array("ftypavif".utf8)),
            ("WebP", Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WEBPVP8 ".utf8)), ("TIFF", [0x49, 0x49, 42, 0]),
            ("TIFF", [0x4D, 0x4D, 0, 42]), ("PDF", Array("%PDF-1.7".utf8)), ("GIF", Array("GIF89a".utf8)),
            ("BMP", Array("BM".utf8) + [70, 0, 0, 0] + [UInt8](repeating: 0, count: 20)), ("JPEG XL", [0xFF, 0x0A]),
            ("JPEG 2000", [0, 0, 0, 12] + Array("jP  ".utf8)),
        ] as [(String, [UInt8])])
    func namesAFormatThatItDoesNotReadAndHowToConvertIt(_ name: String, _ file: [UInt8]) throws {
        let error = try #require(throws: FormatError.self) { try GreyImage.decode(file) }
        #expect(error == FormatError(.unsupported, .picture, ""))
        #expect(error.message.contains("a \(name) ") || error.message.contains("an \(name) "))
        #expect(error.message.contains("convert it to PNG or JPEG, such as with "))
    }

    @Test func whatIsNoPictureIsSaidToBeNone() throws {
        let page = try #require(throws: FormatError.self) { try GreyImage.decode(Array("<html>".utf8)) }
        #expect(page == FormatError(.wrongFormat, .picture, ""))
        #expect(page.message.contains("HTML"))
        #expect(throws: FormatError(.wrongFormat, .picture, "")) { try GreyImage.decode([1, 2, 3]) }
        #expect(throws: FormatError(.truncated, .picture, "")) { try GreyImage.decode([]) }
    }

    @Test func theLimitOnPixelsHoldsForEveryFormat() throws {
        let picture = GreyImage(width: 3, height: 2, pixels: [1, 2, 3, 4, 5, 6])
        for file in [try PNG.encode(picture), Array("P5 3 2 255\n".utf8) + picture.pixels] {
            let error = try #require(throws: FormatError.self) { try GreyImage.decode(file, maximumPixels: 5) }
            #expect(error.kind == .limitExceeded)
            #expect(try GreyImage.decode(file, maximumPixels: 6) == picture)
        }
    }

    /// A megabyte that declares 60,000 x 60,000 pixels takes no memory.
    @Test func aHugeDeclaredSizeIsRefusedBeforeAnythingIsAllocated() {
        let header = PNGFile.signature + PNGFile.greyHeader(width: 60_000, height: 60_000)
        let file = header + PNGFile.chunk("IDAT", [UInt8](repeating: 0x55, count: 1_000_000))
        BombTests.expectRefusal(FormatError(.limitExceeded, .png, ""), holding: 10_000) {
            _ = try GreyImage.decode(file)
        }
    }

    @Test(arguments: ["grey", "colour", "colour-progressive", "inks", "orientation-6"])
    func aDamagedJPEGIsSurvived(_ name: String) throws {
        // 512 pixels a byte at most; four samples each of CMYK, their grey, the turned picture, and 12 bytes of
        // coefficients a pixel of a progressive file; TurboJPEG's own state besides.
        expectNeverTraps(
            try Fixture.bytes("jpeg/\(name).jpg"), mutations: 1000, allocationFactor: 512 * 18,
            fixedAllowance: 600_000
        ) { try GreyImage.decode($0) }
    }

    @Test(arguments: ["P1 3 2 101 010", "P2 # c\n3 2 5  0 1 2\n3 4 5", "P3 1 2 1 1 0 0 0 1 0"])
    func aDamagedPNMIsSurvived(_ text: String) {
        expectNeverTraps(Array(text.utf8), mutations: 1000, allocationFactor: 8, fixedAllowance: 4000) {
            try GreyImage.decode($0)
        }
    }
}
