import DigitFormats
import Testing

/// Files from make_jpeg_fixtures.py: flat fields of 16x16 pixels, two columns and three rows.
struct JPEGTests {
    /// The level in the middle of each field, row by row.
    static func fields(_ picture: GreyImage) -> [Int] {
        var levels: [Int] = []
        for y in stride(from: 8, to: picture.height, by: 16) {
            for x in stride(from: 8, to: picture.width, by: 16) {
                levels.append(Int(picture.pixels[y * picture.width + x]))
            }
        }
        return levels
    }

    static func picture(_ name: String) throws -> GreyImage {
        try JPEG.decodeGrey(Fixture.bytes("jpeg/\(name).jpg"))
    }

    /// Quantising and rounding may move a flat field by a level or two.
    static func isNear(_ levels: [Int], _ expected: [Int]) -> Bool {
        levels.count == expected.count && zip(levels, expected).allSatisfy { abs($0 - $1) <= 3 }
    }

    @Test(arguments: ["grey", "grey-progressive"])
    func readsGreyHoweverItIsStored(_ name: String) throws {
        let picture = try Self.picture(name)
        #expect((picture.width, picture.height) == (32, 48))
        #expect(Self.isNear(Self.fields(picture), [0, 50, 100, 150, 200, 250]))
    }

    @Test(arguments: ["colour", "colour-progressive"])
    func coloursBecomeTheirLuma(_ name: String) throws {
        // Red .299, green .587, blue .114, white 1, yellow .886, black 0 of 255.
        #expect(Self.isNear(Self.fields(try Self.picture(name)), [76, 150, 29, 255, 226, 0]))
    }

    @Test func inksLeaveTheLightThatTheyDoNotTake() throws {
        // Black; all; none; half cyan leaves 255 - 128 * .299; half black leaves 127; yellow takes blue: 226.
        #expect(Self.isNear(Self.fields(try Self.picture("inks")), [0, 0, 255, 217, 127, 226]))
    }

    /// Stored 0 50 / 100 150 / 200 250; EXIF's values by its table of where row 0 and column 0 lie.
    @Test(arguments: [
        (1, [0, 50, 100, 150, 200, 250]), (2, [50, 0, 150, 100, 250, 200]), (3, [250, 200, 150, 100, 50, 0]),
        (4, [200, 250, 100, 150, 0, 50]), (5, [0, 100, 200, 50, 150, 250]), (6, [200, 100, 0, 250, 150, 50]),
        (7, [250, 150, 50, 200, 100, 0]), (8, [50, 150, 250, 0, 100, 200]),
    ])
    func aPhotoComesOutUpright(_ orientation: Int, _ expected: [Int]) throws {
        let picture = try Self.picture("orientation-\(orientation)")
        #expect((picture.width, picture.height) == (orientation < 5 ? (32, 48) : (48, 32)))
        #expect(Self.isNear(Self.fields(picture), expected))
    }

    @Test func aCutFileIsAnErrorWithTurboJPEGsReason() throws {
        let file = try Fixture.bytes("jpeg/colour.jpg")
        let error = try #require(throws: FormatError.self) { try JPEG.decodeGrey(Array(file.dropLast(60))) }
        #expect(error == FormatError(.malformed, .jpeg, ""))
        #expect(error.message.hasPrefix("TurboJPEG says: "))
        #expect(throws: FormatError(.truncated, .jpeg, "")) { try JPEG.decodeGrey(Array(file.prefix(100))) }
    }

    /// What phones of one maker write in front of the end.
    @Test func paddingInFrontOfTheEndIsForgiven() throws {
        let file = try Fixture.bytes("jpeg/grey.jpg")
        let padded: [UInt8] = file.dropLast(2) + [0, 0, 0, 0, 0, 0xFF, 0xD9]
        #expect(try JPEG.decodeGrey(padded) == JPEG.decodeGrey(file))
    }

    /// A header that declares a size: frame marker, 8 bits, one component, then the start of a scan.
    static func header(_ frame: UInt8 = 0xC0, depth: UInt8 = 8, width: Int, height: Int, components: UInt8 = 1)
        -> [UInt8]
    {
        let size = [UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)]
        return [0xFF, 0xD8, 0xFF, frame, 0, 11, depth] + size + [components, 1, 0x11, 0]
            + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]
    }

    @Test(
        arguments: [
            (header(width: 60_000, height: 60_000), .limitExceeded), (header(width: 5000, height: 5000), .malformed),
            (header(width: 0, height: 5), .malformed), (header(width: 5, height: 0), .malformed),
            (header(depth: 12, width: 8, height: 8), .unsupported),
            (header(width: 8, height: 8, components: 2), .unsupported),
            (header(0xC3, width: 8, height: 8), .unsupported), (header(0xC9, width: 8, height: 8), .unsupported),
            (header(0xC5, width: 8, height: 8), .unsupported), ([0xFF, 0xD8, 0xFF, 0xD9], .malformed),
            ([0xFF, 0xD8, 0xFF, 0xE0, 0, 1], .malformed), ([0xFF, 0xD8, 0xFF, 0xDA, 0, 2], .malformed),
            ([0xFF, 0xD8, 0xFF, 0xE0, 0, 9, 1], .truncated), (Array("hello".utf8), .wrongFormat),
        ] as [([UInt8], FormatError.Kind)])
    func refusesWhatTheHeaderGivesAway(_ file: [UInt8], _ kind: FormatError.Kind) {
        #expect(throws: FormatError(kind, .jpeg, "")) { try JPEG.decodeGrey(file) }
    }

    @Test func theLimitOnPixelsIsTheCallers() throws {
        let file = try Fixture.bytes("jpeg/grey.jpg")
        #expect(throws: FormatError(.limitExceeded, .jpeg, "")) {
            try JPEG.decodeGrey(file, maximumPixels: 32 * 48 - 1)
        }
        #expect(try JPEG.decodeGrey(file, maximumPixels: 32 * 48).height == 48)
    }
}
