import DigitFormats
import DigitTestSupport
import Testing

/// Small files that decompress to a gigabyte of zeros: the memory that they take is counted where it can be.
struct BombTests {
    /// 1 GB of zeros, as 64 members of 16 MB, each of which takes 16 KB.
    static let gigabyte: [UInt8] = {
        let member = Gzip.compress([UInt8](repeating: 0, count: 1 << 24), level: 9)
        return [[UInt8]](repeating: member, count: 64).flatMap { $0 }
    }()

    /// Runs a reader that must refuse, and checks that it held no more than `limit` bytes at once.
    static func expectRefusal(
        _ error: FormatError, holding limit: Int, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws -> Void
    ) {
        let (thrown, count) = measuringAllocations { () -> (any Error)? in
            do {
                try body()
                return nil
            } catch {
                return error
            }
        }
        #expect(thrown as? FormatError == error, sourceLocation: sourceLocation)
        if let count { #expect(count.peakBytes <= limit, sourceLocation: sourceLocation) }
    }

    @Test func gzipStopsAtTheLimit() {
        #expect(Self.gigabyte.count < 1_100_000)
        // Twice the limit while the output grows for the last time, a chunk of 64 KB, zlib's 48 KB.
        Self.expectRefusal(FormatError(.limitExceeded, .gzip, ""), holding: 2_000_000 + 128 * 1024) {
            _ = try Gzip.decompress(Self.gigabyte, limit: 1_000_000)
        }
    }

    @Test func aLimitBetweenTheLayersStopsAtTheInnerOne() throws {
        let layers = Gzip.compress(Gzip.compress(Self.gigabyte))
        #expect(layers.count < 10_000)
        let inner = try Gzip.decompress(Gzip.decompress(layers, limit: 1 << 20), limit: 1 << 21)
        #expect(inner == Self.gigabyte)
        Self.expectRefusal(FormatError(.limitExceeded, .gzip, ""), holding: 300_000) {
            _ = try Gzip.decompress(inner, limit: 50_000)
        }
    }

    @Test func aSinkIsGivenNoMoreThanTheLimitAndNothingIsKept() {
        // Made before anything is counted.
        let bomb = Self.gigabyte
        var received = 0
        Self.expectRefusal(FormatError(.limitExceeded, .gzip, ""), holding: 256 * 1024) {
            // Each call is counted anew.
            received = 0
            try Gzip.decompress(bomb.span.bytes, limit: 1 << 24) { received += $0.byteCount }
        }
        #expect(received <= 1 << 24)
    }

    @Test func whatFollowsAnIDXFileIsNotDecompressed() {
        let file = Gzip.compress(IDXTests.header(8, [2, 3]) + [1, 2, 3, 4, 5, 6]) + Self.gigabyte
        Self.expectRefusal(FormatError(.trailingBytes, .idx, ""), holding: 64 * 1024) {
            _ = try IDX.decode(possiblyGzipped: file)
        }
    }

    @Test func anIDXHeaderThatAsksForAGigabyteMeetsTheCallersLimit() {
        let file = Gzip.compress(IDXTests.header(8, [1 << 30])) + Self.gigabyte
        Self.expectRefusal(FormatError(.limitExceeded, .idx, ""), holding: 64 * 1024) {
            _ = try IDX.decode(possiblyGzipped: file, limit: 1 << 20)
        }
    }

    @Test func aZipEntryThatHidesItsSizeStopsThere() {
        // Deflate data of 16 MB of zeros, without gzip's header and trailer, in an entry that admits to 1000 bytes.
        let member = Self.gigabyte.prefix(Self.gigabyte.count / 64)
        var entry = ZipFile.Entry("zeros", deflated: Array(member.dropFirst(10).dropLast(8)), of: [])
        entry.size = 1000
        let file = ZipFile(entry).bytes
        Self.expectRefusal(FormatError(.malformed, .zip, ""), holding: 64 * 1024) {
            let archive = try ZipArchive(file)
            for entry in archive.entries { _ = try archive.extract(entry, from: file, limit: 1 << 30) }
        }
    }

    @Test func aPNGThatClaimsMoreThanItHoldsTakesNoMemoryForIt() throws {
        let file = try Fixture.bytes("png/bad-claims-too-much.png")
        Self.expectRefusal(FormatError(.malformed, .png, ""), holding: 16 * 1024) { _ = try PNG.decodeGrey(file) }
    }
}
