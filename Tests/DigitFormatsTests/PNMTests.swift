import DigitFormats
import Testing

/// Files written by hand from the rules of pbm(5), pgm(5) and ppm(5).
struct PNMTests {
    static func bytes(_ text: String, _ raw: [UInt8] = []) -> [UInt8] { Array(text.utf8) + raw }

    @Test(
        arguments: [
            // 3 columns, 2 rows; in a bitmap 1 is black, and digits need no spaces.
            (bytes("P1\n3 2\n101\n0 1 0\n"), [0, 255, 0, 255, 0, 255]),
            (bytes("P4 3 2\n", [0b1010_0000, 0b0101_1111]), [0, 255, 0, 255, 0, 255]),
            // n of 5 becomes 51 n.
            (bytes("P2 3 2 5  0 1 2\n3 4 5"), [0, 51, 102, 153, 204, 255]),
            (bytes("P5 3 2 5\n", [0, 1, 2, 3, 4, 5]), [0, 51, 102, 153, 204, 255]),
            // Two bytes a level, the higher first: n of 1020 becomes n / 4.
            (bytes("P5 3 2 1020\n", [0, 0, 0, 4, 0, 40, 1, 0, 2, 0, 3, 252]), [0, 1, 10, 64, 128, 255]),
            // Red, green, blue; white, black, yellow: luma by Rec. 601.
            (bytes("P3 3 2 1 1 0 0 0 1 0 0 0 1 1 1 1 0 0 0 1 1 0 "), [76, 150, 29, 255, 0, 226]),
            (
                bytes("P6 3 2 255\n", [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 255, 0]),
                [76, 150, 29, 255, 0, 226]
            ),
            (bytes("P2 # a comment\n# another\n3 2#\n5\n0 1 2 3 4 5"), [0, 51, 102, 153, 204, 255]),
        ] as [([UInt8], [UInt8])])
    func readsEveryKind(_ file: [UInt8], _ pixels: [UInt8]) throws {
        #expect(try PNM.decodeGrey(file) == GreyImage(width: 3, height: 2, pixels: pixels))
    }

    @Test func rowsOfARawBitmapBeginWithAByte() throws {
        let file = Self.bytes("P4 9 2\n", [0xFF, 0x80, 0x00, 0x00])
        let black = [UInt8](repeating: 0, count: 9)
        #expect(try PNM.decodeGrey(file).pixels == black + [UInt8](repeating: 255, count: 9))
    }

    @Test(
        arguments: [
            (bytes("P7 3 2 "), .wrongFormat), (bytes("P5"), .wrongFormat), (bytes("P5 "), .truncated),
            (bytes("P5 3 2"), .truncated), (bytes("P5 3 2 255"), .truncated),
            (bytes("P5 3 2 255\n", [1, 2, 3, 4, 5]), .truncated),
            (bytes("P5 3 2 255\n", [1, 2, 3, 4, 5, 6, 7]), .trailingBytes),
            (bytes("P5 3 2 255x", [1, 2, 3, 4, 5, 6]), .malformed),
            (bytes("P5 3 2 5\n", [0, 1, 2, 3, 4, 6]), .malformed),
            (bytes("P5 0 2 255\n"), .malformed), (bytes("P5 3 2 0\n", [0, 0, 0, 0, 0, 0]), .malformed),
            (bytes("P5 3 2 65536\n"), .limitExceeded), (bytes("P5 60000 60000 255\n"), .limitExceeded),
            (bytes("P5 99999999999999999999999 1 255\n"), .limitExceeded), (bytes("P5 -3 2 255\n"), .malformed),
            (bytes("P1 2 1 12"), .malformed), (bytes("P2 2 1 9 1 x"), .malformed),
            (bytes("P2 2 1 9 1 2 3"), .trailingBytes),
            (bytes("P5 5000 5000 255\n", [1]), .truncated), (bytes("P2 5000 5000 255\n 1"), .truncated),
        ] as [([UInt8], FormatError.Kind)])
    func refusesADamagedFile(_ file: [UInt8], _ kind: FormatError.Kind) {
        #expect(throws: FormatError(kind, .pnm, "")) { try PNM.decodeGrey(file) }
    }
}
