import DigitFormats
import DigitTestSupport
import Testing

/// Damage that gets past the checksums: what libpng is given must be as harmless as what is refused before it.
struct HostilePNGTests {
    /// The deflate data of a zlib stream of `count` zeros, with its header and Adler-32.
    static func zlibOfZeros(_ count: Int) -> [UInt8] {
        // Out of the gzip file: its header of 10 bytes and its trailer of 8 are left out. The Adler-32 of n zeros has
        // a low half of 1 and a high half of n mod 65521 (RFC 1950, section 8).
        let deflated = Gzip.compress([UInt8](repeating: 0, count: count), level: 9).dropFirst(10).dropLast(8)
        return [0x78, 0xDA] + deflated + PNGFile.bigEndian(UInt32(count % 65_521) << 16 | 1)
    }

    /// 100 compressed texts of 7 MB in 700 KB, in front of a picture of one pixel.
    @Test(arguments: ["zTXt", "iTXt", "iCCP"])
    func textsThatDecompressToHundredsOfMegabytesAreNotRead(_ type: String) throws {
        let packed = Self.zlibOfZeros(7_000_000)
        let data =
            switch type {
            // Keyword, zero, method 0; an iTXt also has a flag "compressed", a language and a translated keyword.
            case "iTXt": Array("Comment".utf8) + [0, 1, 0, 0, 0] + packed
            default: Array("Comment".utf8) + [0, 0] + packed
            }
        let bomb = PNGFile.chunk(type, data)
        let pixel = PNGFile.chunks(of: try Fixture.bytes("png/text.png")).filter { $0.type == "IDAT" }.flatMap(\.bytes)
        let file =
            PNGFile.signature + PNGFile.greyHeader(width: 1, height: 1)
            + [[UInt8]](repeating: bomb, count: 100).flatMap { $0 } + pixel + PNGFile.chunk("IEND")
        let (picture, count) = measuringAllocations { Result { try PNG.decodeGrey(file) } }
        #expect(try picture.get().pixels == [7])
        if let count { #expect(count.peakBytes <= 400_000, "for \(file.count) bytes") }
    }

    /// Fixtures that differ in what libpng has to do; checksums are set right after each damage, so that it does it.
    @Test(arguments: [
        "grey-1", "grey-16", "colour-16", "grey-alpha", "palette-alpha", "palette-2", "colour-key", "colour-alpha-16",
        "linear", "interlaced", "interlaced-1", "several-chunks",
    ])
    func damageBehindRightChecksumsIsSurvived(_ name: String) throws {
        // At most 8 * 1032 pixels of one byte for each compressed byte; libpng's own state, its window and a row of
        // 16-bit samples besides.
        expectNeverTraps(
            try Fixture.bytes("png/\(name).png"), mutations: 1000, allocationFactor: 8 * 1032, fixedAllowance: 400_000
        ) { try PNG.decodeGrey(PNGFile.withChecksums($0)) }
    }

    @Test func aLargePictureSurvivesDamageBehindRightChecksums() throws {
        let picture = GreyImage(width: 80, height: 100, pixels: GzipTests.noise(8000))
        expectNeverTraps(try PNG.encode(picture), allocationFactor: 8 * 1032, fixedAllowance: 400_000) {
            try PNG.decodeGrey(PNGFile.withChecksums($0))
        }
    }
}
