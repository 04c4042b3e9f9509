import DigitFormats
import Testing

/// Files from make_png_fixtures.py, which puts them together from the format's rules, without libpng.
struct PNGTests {
    static func picture(_ name: String, background: UInt8 = 255) throws -> GreyImage {
        try PNG.decodeGrey(Fixture.bytes("png/\(name).png"), background: background)
    }

    @Test(arguments: ["grey-8", "grey-16", "colour", "colour-16", "several-chunks"])
    func readsGreyHoweverItIsStored(_ name: String) throws {
        #expect(try Self.picture(name) == GreyImage(width: 3, height: 2, pixels: [0, 50, 100, 150, 200, 250]))
    }

    @Test func readsFewBitsAPixel() throws {
        // n of the highest value m becomes n * 255 / m.
        #expect(try Self.picture("grey-1").pixels == [255, 0, 255, 255, 0, 0, 255, 0, 0, 255])
        #expect(try Self.picture("grey-2").pixels == [0, 85, 170, 255, 0])
        #expect(try Self.picture("grey-4").pixels == [0, 17, 136, 255, 119])
    }

    @Test func readsPalettesAndInterlacedRows() throws {
        #expect(try Self.picture("palette").pixels == [0, 90, 255, 255, 90, 0])
        #expect(try Self.picture("palette-2").pixels == [0, 90, 255, 90, 255])
        #expect(try Self.picture("interlaced").pixels == Array(0..<64))
        let bits = try Self.picture("interlaced-1")
        #expect((bits.width, bits.height) == (3, 5))
        #expect(bits.pixels.map { $0 == 255 ? 1 : $0 } == [0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1])
    }

    @Test func everyLevelOfAGreyPictureIsKept() throws {
        #expect(try Self.picture("all-levels").pixels == Array(0...255))
    }

    @Test func coloursBecomeTheirLuminance() throws {
        // sRGB's primaries have luminances .2126, .7152 and .0722 in linear light, which sRGB's curve
        // 1.055 * Y ^ (1 / 2.4) - .055 makes 127, 220 and 76 of 255; libpng rounds within 1.
        let levels = try Self.picture("primaries").pixels
        #expect(zip(levels, [127, 220, 76]).allSatisfy { abs(Int($0) - $1) <= 1 })
    }

    @Test(arguments: [255, 0] as [UInt8])
    func whatIsTransparentShowsTheBackground(_ background: UInt8) throws {
        let picture = try Self.picture("grey-alpha", background: background)
        #expect(picture.pixels == [0, background, 100, 150, background, 250])
        #expect(
            try Self.picture("palette-alpha", background: background).pixels == [
                0, background, 255, 255, background, 0,
            ])
        #expect(
            try Self.picture("grey-key", background: background).pixels == [0, 50, background, 150, 200, 250])
        #expect(try Self.picture("colour-key", background: background).pixels == [30, background])
        #expect(try Self.picture("colour-alpha-16", background: background).pixels == [50, background])
    }

    @Test func halfTransparencyMixesInLinearLight() throws {
        // Black over white at 128/255: 127/255 of the light is left, which sRGB's curve makes 187 or 188 of 255.
        let levels = try Self.picture("colour-alpha").pixels
        #expect([187, 188].contains(levels.first))
        #expect(levels.last == 10)
    }

    @Test func aGammaIsFollowed() throws {
        // 55/255 of the light is 1.055 * .2157 ^ (1 / 2.4) - .055 = .5019 on sRGB's curve: 128 of 255, within 1.
        let levels = try Self.picture("linear").pixels
        #expect(levels.first == 0)
        #expect(levels.last == 255)
        #expect((127...129).contains(levels[1]))
    }

    @Test func otherChunksArePassedOver() throws {
        #expect(try Self.picture("text").pixels == [7])
    }

    @Test(
        arguments: [
            ("bad-checksum", .malformed), ("bad-too-few-rows", .malformed), ("bad-filter", .malformed),
            ("bad-deflate", .malformed), ("bad-depth", .malformed), ("bad-no-header", .malformed),
            ("bad-no-data", .malformed), ("bad-no-end", .truncated), ("bad-no-palette", .malformed),
            ("bad-no-width", .malformed), ("bad-unknown-critical-chunk", .malformed),
            ("bad-trailing-bytes", .trailingBytes), ("bad-too-many-pixels", .limitExceeded),
            ("bad-claims-too-much", .malformed),
        ] as [(String, FormatError.Kind)])
    func refusesADamagedFile(_ name: String, _ kind: FormatError.Kind) {
        #expect(throws: FormatError(kind, .png, "")) { try Self.picture(name) }
    }

    @Test func anErrorCarriesTheReasonOfLibpng() throws {
        let error = try #require(throws: FormatError.self) { try Self.picture("bad-filter") }
        #expect(error.message.contains("bad adaptive filter value"))
    }

    @Test func saysWhatAnotherFileLooksLike() throws {
        let error = try #require(throws: FormatError.self) { try PNG.decodeGrey(Array("<html>".utf8)) }
        #expect(error.kind == .wrongFormat)
        #expect(error.message.contains("HTML"))
    }

    @Test(arguments: [(3, 2), (2, 3), (1, 1), (1, 300), (300, 1), (28, 28)])
    func aWrittenPictureReadsTheSame(_ width: Int, _ height: Int) throws {
        let pixels = (0..<width * height).map { UInt8(($0 * 7 + $0 / width) & 0xFF) }
        let picture = GreyImage(width: width, height: height, pixels: pixels)
        let file = try PNG.encode(picture)
        #expect(try PNG.decodeGrey(file) == picture)
        #expect(try PNG.encode(picture) == file)
        // The header, by the specification: 8 bits, grey, deflate, the one filter method, not interlaced.
        #expect(Array(file[8..<16]) == [0, 0, 0, 13] + Array("IHDR".utf8))
        #expect(Array(file[24..<29]) == [8, 0, 0, 0, 0])
    }

    @Test func aPictureInColourKeepsItsGreysAndColours() throws {
        let grey = GreyImage(width: 3, height: 2, pixels: [0, 50, 100, 150, 200, 250])
        #expect(try PNG.decodeGrey(PNG.encode(ColourImage(grey))) == grey)
        var picture = ColourImage(grey)
        picture.fill(-1..<1, 0..<1, with: ColourImage.Colour(red: 255, green: 0, blue: 0))
        picture.fill(1..<2, 0..<1, with: ColourImage.Colour(red: 0, green: 255, blue: 0))
        picture.fill(2..<9, -5..<1, with: ColourImage.Colour(red: 0, green: 0, blue: 255))
        #expect(picture.samples.prefix(9) == [255, 0, 0, 0, 255, 0, 0, 0, 255])
        let file = try PNG.encode(picture)
        // The header, by the specification: 8 bits, colour.
        #expect(Array(file[24..<26]) == [8, 2])
        // As for the primaries above.
        let levels = try PNG.decodeGrey(file).pixels
        #expect(zip(levels, [127, 220, 76]).allSatisfy { abs(Int($0) - $1) <= 1 })
        #expect(levels.suffix(3) == [150, 200, 250])
    }

    @Test func refusesToWriteMorePixelsThanItReads() {
        let picture = GreyImage(
            width: 10_001, height: 5000, pixels: [UInt8](repeating: 0, count: 10_001 * 5000))
        #expect(throws: FormatError(.limitExceeded, .png, "")) { try PNG.encode(picture) }
    }

    @Test(arguments: [(1_000_001, 1), (1, 1_000_001)])
    func aSideBeyondLibpngsOwnLimitIsNeitherWrittenNorRead(_ width: Int, _ height: Int) {
        let picture = GreyImage(width: width, height: height, pixels: [UInt8](repeating: 0, count: 1_000_001))
        #expect(throws: FormatError(.limitExceeded, .png, "")) { try PNG.encode(picture) }
        let header = PNGFile.greyHeader(width: UInt32(width), height: UInt32(height))
        #expect(throws: FormatError(.limitExceeded, .png, "")) { try PNG.decodeGrey(PNGFile.signature + header) }
    }

    @Test func aSideAtTheLimitComesBack() throws {
        let picture = GreyImage(
            width: PNG.maximumSide, height: 1, pixels: (0..<PNG.maximumSide).map { UInt8(($0 / 3) & 0xFF) })
        #expect(try PNG.decodeGrey(PNG.encode(picture)) == picture)
    }
}
