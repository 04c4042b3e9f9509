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

    /// Files that declare 60,000 x 60,000 pixels, and a megabyte behind that.
    static let huge: [(FormatError.Format, [UInt8])] = {
        let rest = [UInt8](repeating: 0x55, count: 1_000_000)
        let png = PNGFile.signature + PNGFile.greyHeader(width: 60_000, height: 60_000)
        let portable = ["P1 60000 60000\n", "P3 60000 60000 255\n", "P4 60000 60000\n", "P5 60000 60000 255\n"]
        return [
            (.png, png + PNGFile.chunk("IDAT", rest) + PNGFile.chunk("IEND")),
            (.jpeg, JPEGTests.header(width: 60_000, height: 60_000) + rest + [0xFF, 0xD9]),
            (.jpeg, JPEGTests.header(0xC2, width: 60_000, height: 60_000, components: 3) + rest + [0xFF, 0xD9]),
        ] + portable.map { (.pnm, Array($0.utf8) + rest) }
    }()

    @Test(arguments: huge)
    func aHugeDeclaredSizeIsRefusedBeforeAnythingIsAllocated(_ format: FormatError.Format, _ file: [UInt8]) {
        BombTests.expectRefusal(FormatError(.limitExceeded, format, ""), holding: 10_000) {
            _ = try GreyImage.decode(file)
        }
        // A caller who allows more pixels gets no more than the bytes can hold.
        let kind: FormatError.Kind = format == .pnm ? .truncated : .malformed
        BombTests.expectRefusal(FormatError(kind, format, ""), holding: 10_000) {
            _ = try GreyImage.decode(file, maximumPixels: 1 << 40)
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

    @Test(arguments: [
        "P1 3 2 101 010", "P2 # c\n3 2 5  0 1 2\n3 4 5", "P3 1 2 1 1 0 0 0 1 0", "P4 9 2\nabcd", "P5 3 2 122\nabcdef",
        "P5 2 1 999\n\u{1}a\u{2}b", "P6 1 2 127\nabcdef",
    ])
    func aDamagedPNMIsSurvived(_ text: String) {
        expectNeverTraps(Array(text.utf8), mutations: 1000, allocationFactor: 8, fixedAllowance: 4000) {
            try GreyImage.decode($0)
        }
    }
}
