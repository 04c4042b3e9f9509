import DigitFormats
import Testing

struct GzipTests {
    /// By `gzip -c seven.txt` (GNU gzip 1.12): the file's name and time are in the header.
    static let named: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x08, 0xB7, 0x4B, 0x05, 0x6B, 0x00, 0x03, 0x73, 0x65, 0x76, 0x65, 0x6E, 0x2E, 0x74, 0x78,
        0x74, 0x00, 0x2B, 0x4E, 0x2D, 0x4B, 0xCD, 0x53, 0x30, 0xE7, 0x02, 0x00, 0x43, 0xB3, 0xBC, 0x81, 0x08, 0x00,
        0x00, 0x00,
    ]
    /// By Python 3.11 with zlib 1.2.13: `gzip.compress(b"swift-digits, " * 3, mtime=0)`.
    static let repeated: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2B, 0x2E, 0xCF, 0x4C, 0x2B, 0xD1, 0x4D, 0xC9,
        0x4C, 0xCF, 0x2C, 0x29, 0xD6, 0x51, 0x28, 0xC6, 0xC3, 0x03, 0x00, 0xD7, 0x9E, 0x3F, 0x0A, 0x2A, 0x00, 0x00,
        0x00,
    ]
    static let namedContents = Array("seven 7\n".utf8)
    static let repeatedContents = Array("swift-digits, swift-digits, swift-digits, ".utf8)

    /// Bytes without a pattern that deflate could use.
    static func noise(_ count: Int) -> [UInt8] {
        var state: UInt32 = 12345
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
    }

    @Test func readsWhatOtherToolsWrote() throws {
        #expect(try Gzip.decompress(Self.named, limit: 100) == Self.namedContents)
        #expect(try Gzip.decompress(Self.repeated, limit: 100) == Self.repeatedContents)
    }

    @Test func readsAllMembers() throws {
        let file = Self.named + Gzip.compress([]) + Self.repeated + Self.named
        #expect(
            try Gzip.decompress(file, limit: 1000)
                == Self.namedContents + Self.repeatedContents + Self.namedContents)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 300_000], [0, 1, 6, 9])
    func compressedBytesComeBack(_ count: Int, _ level: Int) throws {
        let bytes = Self.noise(count)
        #expect(try Gzip.decompress(Gzip.compress(bytes, level: level), limit: count) == bytes)
    }

    @Test func headerRecordsNeitherTimeNorSystem() {
        // RFC 1952, section 2.3: ID1 ID2 CM FLG MTIME(4) XFL OS; OS 255 is "unknown".
        #expect(Array(Gzip.compress([1, 2, 3]).prefix(10)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
    }

    @Test func trailerHoldsChecksumAndLength() {
        // The CRC-32 check value of "123456789" is CBF43926 in every catalogue of checksums.
        let file = Gzip.compress(Array("123456789".utf8))
        #expect(Array(file.suffix(8)) == [0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0])
    }

    @Test(arguments: named.indices)
    func rejectsAFileCutAnywhere(_ length: Int) {
        #expect(throws: FormatError.self) { try Gzip.decompress(Array(Self.named.prefix(length)), limit: 100) }
    }

    @Test(arguments: [[0], [0, 0, 0, 0], [0x1F], [0x8B, 0x1F], Array("garbage".utf8)])
    func rejectsTrailingGarbage(_ garbage: [UInt8]) {
        #expect(throws: FormatError(.trailingBytes, .gzip, "")) {
            try Gzip.decompress(Self.named + garbage, limit: 100)
        }
    }

    @Test func aMemberThatBreaksOffIsTruncated() {
        #expect(throws: FormatError(.truncated, .gzip, "")) {
            try Gzip.decompress(Self.named + Self.repeated.dropLast(), limit: 100)
        }
    }

    @Test(arguments: 1...8)
    func rejectsAWrongTrailer(_ fromEnd: Int) {
        var file = Self.repeated
        file[file.count - fromEnd] ^= 0x10
        #expect(throws: FormatError(.malformed, .gzip, "")) { try Gzip.decompress(file, limit: 100) }
    }

    @Test func rejectsAnotherMethodThanDeflate() {
        var file = Self.named
        file[2] = 9
        #expect(throws: FormatError(.malformed, .gzip, "")) { try Gzip.decompress(file, limit: 100) }
    }

    @Test func namesWhatAFileLooksLikeInstead() throws {
        let error = try #require(throws: FormatError.self) {
            try Gzip.decompress(Array("<html><body>503".utf8), limit: 100)
        }
        #expect(error.kind == .wrongFormat)
        #expect(error.message.contains("HTML"))
    }

    @Test func theLimitItselfIsAllowedAndOneByteLessIsNot() throws {
        #expect(try Gzip.decompress(Self.named, limit: 8) == Self.namedContents)
        #expect(throws: FormatError(.limitExceeded, .gzip, "")) { try Gzip.decompress(Self.named, limit: 7) }
        #expect(throws: FormatError(.limitExceeded, .gzip, "")) { try Gzip.decompress(Self.named, limit: 0) }
        #expect(try Gzip.decompress(Gzip.compress([]), limit: 0) == [])
    }

    @Test func theSinkGetsEveryByteInOrderAndNeverMoreThanTheLimit() throws {
        let bytes = Self.noise(200_000)
        let file = Gzip.compress(bytes)
        var received: [UInt8] = []
        try Gzip.decompress(file.span.bytes, limit: 200_000) { piece in
            piece.withUnsafeBytes { received.append(contentsOf: $0) }
        }
        #expect(received == bytes)
        var count = 0
        #expect(throws: FormatError(.limitExceeded, .gzip, "")) {
            try Gzip.decompress(file.span.bytes, limit: 199_999) { count += $0.byteCount }
        }
        #expect(count <= 199_999)
    }

    @Test func whatTheSinkThrowsEndsTheWork() {
        struct DiskFull: Error {}
        #expect(throws: DiskFull.self) {
            try Gzip.decompress(Self.named.span.bytes, limit: 100) { _ in throw DiskFull() }
        }
    }
}
