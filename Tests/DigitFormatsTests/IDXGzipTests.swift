import DigitFormats
import Testing

struct IDXGzipTests {
    /// By Python 3.11 with zlib 1.2.13: `gzip.compress(b"\0\0\x0b\2" + struct.pack(">2I6h", 2, 3, 258, -2, 3, 4, 5, 6),
    /// mtime=0)`.
    static let golden: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x63, 0x60, 0xE0, 0x66, 0x62, 0x60, 0x60, 0x00,
        0x61, 0x66, 0x46, 0xA6, 0xFF, 0xFF, 0x18, 0x98, 0x19, 0x58, 0x18, 0x58, 0x19, 0xD8, 0x00, 0x25, 0x5D, 0xB2,
        0xF9, 0x18, 0x00, 0x00, 0x00,
    ]

    static func images(_ count: UInt32) -> [UInt8] {
        IDXTests.header(8, [count, 28, 28])
    }

    @Test(arguments: IDXTests.cases)
    func gzippedFilesReadLikePlainOnes(_ example: IDXTests.Case) throws {
        let plain = try IDX.decode(possiblyGzipped: example.file)
        let packed = try IDX.decode(possiblyGzipped: Gzip.compress(example.file))
        #expect(plain.floats() == example.floats)
        #expect(packed == plain)
    }

    @Test func readsAFileThatPythonCompressed() throws {
        let tensor = try IDX.decode(possiblyGzipped: Self.golden)
        #expect(tensor.elementType == .int16)
        #expect(tensor.shape == [2, 3])
        #expect(tensor.integers() == [258, -2, 3, 4, 5, 6])
    }

    @Test func membersMayDivideTheHeader() throws {
        let file = IDXTests.header(8, [2, 3]) + [1, 2, 3, 4, 5, 6]
        let members = [file[..<3], file[3..<3], file[3..<9], file[9...]].flatMap { Gzip.compress(Array($0)) }
        #expect(try IDX.decode(possiblyGzipped: members).integers() == [1, 2, 3, 4, 5, 6])
    }

    @Test func rejectsFewerAndMoreBytesThanTheHeaderAsksFor() {
        let header = IDXTests.header(8, [2, 3])
        #expect(throws: FormatError(.truncated, .idx, "")) {
            try IDX.decode(possiblyGzipped: Gzip.compress(header + [1, 2, 3, 4, 5]))
        }
        #expect(throws: FormatError(.trailingBytes, .idx, "")) {
            try IDX.decode(possiblyGzipped: Gzip.compress(header + [1, 2, 3, 4, 5, 6, 7]))
        }
        #expect(throws: FormatError(.truncated, .idx, "")) {
            try IDX.decode(possiblyGzipped: Gzip.compress(header.dropLast()))
        }
        #expect(throws: FormatError(.truncated, .idx, "")) { try IDX.decode(possiblyGzipped: Gzip.compress([])) }
    }

    @Test func aDamagedChecksumIsFoundAlthoughTheLengthIsRight() {
        var file = Gzip.compress(IDXTests.header(8, [2, 3]) + [1, 2, 3, 4, 5, 6])
        file[file.count - 8] ^= 1
        #expect(throws: FormatError(.malformed, .gzip, "")) { try IDX.decode(possiblyGzipped: file) }
    }

    @Test func aHeaderThatAsksForMoreThanDeflateCanHoldIsRefused() {
        // 4 GB are within the caller's limit, but 30 compressed bytes cannot hold them.
        let file = Gzip.compress(IDXTests.header(8, [0xFFFF_FFFF]))
        #expect(throws: FormatError(.truncated, .idx, "")) {
            try IDX.decode(possiblyGzipped: file, limit: 1 << 33)
        }
    }

    @Test func theCallersLimitIsKept() {
        let file = Gzip.compress(IDXTests.header(8, [7]) + [1, 2, 3, 4, 5, 6, 7])
        #expect(throws: Never.self) { try IDX.decode(possiblyGzipped: file, limit: 7) }
        #expect(throws: FormatError(.limitExceeded, .idx, "")) { try IDX.decode(possiblyGzipped: file, limit: 6) }
    }

    @Test(arguments: [true, false])
    func unpackingGivesTheUncompressedFileInPieces(_ gzipped: Bool) throws {
        // 200,000 bytes that differ, so that the pieces' order and limits show.
        let file = IDXTests.header(8, [400, 500]) + (0..<200_000).map { UInt8(($0 * 31 + $0 / 256) & 0xFF) }
        let input = gzipped ? Gzip.compress(file) : file
        var output: [UInt8] = []
        let header = try IDX.unpack(possiblyGzipped: input.span.bytes) { piece in
            #expect(piece.byteCount > 0)
            piece.withUnsafeBytes { output.append(contentsOf: $0) }
        }
        #expect(header.shape == [400, 500])
        #expect(output == file)
    }

    @Test(arguments: [-1, 1])
    func unpackingRejectsAnotherLengthThanTheHeaders(_ difference: Int) {
        let file = IDXTests.header(8, [3]) + [UInt8](repeating: 9, count: 3 + difference)
        let kind: FormatError.Kind = difference < 0 ? .truncated : .trailingBytes
        for input in [file, Gzip.compress(file)] {
            #expect(throws: FormatError(kind, .idx, "")) { try IDX.unpack(possiblyGzipped: input.span.bytes) { _ in } }
        }
    }

    @Test func whatTheSinkThrowsEndsTheUnpacking() {
        struct DiskFull: Error {}
        let file = IDXTests.header(8, [3]) + [1, 2, 3]
        for input in [file, Gzip.compress(file)] {
            #expect(throws: DiskFull.self) {
                try IDX.unpack(possiblyGzipped: input.span.bytes) { _ in throw DiskFull() }
            }
        }
    }
}
