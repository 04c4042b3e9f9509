import DigitFormats
import Testing

struct ZipArchiveTests {
    static let sevens = Array("seven seven seven 7".utf8)
    /// Bare deflate data, `zlib.compress(b"seven seven seven 7", 9)[2:-4]` by Python 3.11.
    static let deflatedSevens: [UInt8] = [0x2B, 0x4E, 0x2D, 0x4B, 0xCD, 0x53, 0x28, 0x46, 0x22, 0xCD, 0x01]

    static let five = ZipFile.Entry("five.txt", Array("five 5".utf8))
    static let seven = ZipFile.Entry("seven.txt", deflated: deflatedSevens, of: sevens)

    static func extractAll(_ file: [UInt8], limit: Int = 1000) throws -> [String: [UInt8]] {
        let archive = try ZipArchive(file)
        let contents = try archive.entries.map { ($0.name, try archive.extract($0, from: file, limit: limit)) }
        return Dictionary(uniqueKeysWithValues: contents)
    }

    @Test func readsStoredAndDeflatedEntries() throws {
        let file = ZipFile(Self.five, Self.seven).bytes
        let archive = try ZipArchive(file)
        #expect(archive.entries.map(\.name) == ["five.txt", "seven.txt"])
        #expect(archive.entries.map(\.method) == [.stored, .deflated])
        #expect(archive.entries.map(\.size) == [6, 19])
        #expect(archive.entries.map(\.compressedSize) == [6, Self.deflatedSevens.count])
        // 30 bytes of header and 8 of name come before the first entry's data.
        #expect(archive.entries.first?.dataOffset == 38)
        #expect(archive.entries.first?.crc32 == ZipFile.checksum(Array("five 5".utf8)))
        #expect(try Self.extractAll(file) == ["five.txt": Array("five 5".utf8), "seven.txt": Self.sevens])
        #expect(archive["seven.txt"]?.size == 19)
        #expect(archive["eight.txt"] == nil)
    }

    @Test func readsAnArchiveOfNothing() throws {
        #expect(try ZipArchive(ZipFile().bytes).entries.isEmpty)
    }

    @Test func aCommentMayHoldAnythingEvenAnEnd() throws {
        var zip = ZipFile(Self.five)
        zip.comment = Array("a comment with PK\u{5}\u{6} in it, and more than twenty bytes behind".utf8)
        #expect(try ZipArchive(zip.bytes).entries.count == 1)
        zip.comment = [UInt8](repeating: 0x50, count: 65_535)
        #expect(try ZipArchive(zip.bytes).entries.count == 1)
    }

    @Test func gapsBetweenEntriesAreAllowed() throws {
        var zip = ZipFile(Self.five)
        zip.gap = [1, 2, 3]
        #expect(try Self.extractAll(zip.bytes).count == 1)
    }

    @Test func sizesMayFollowTheDataWhereTheDirectoryHasThem() throws {
        // Bit 3: the local header has zeros, a data descriptor follows.
        var streamed = Self.seven
        streamed.flags = 8
        streamed.localChecksum = 0
        streamed.localSizes = (0, 0)
        #expect(try Self.extractAll(ZipFile(streamed, Self.five).bytes)["seven.txt"] == Self.sevens)
        // Without bit 3 the zeros are a lie.
        streamed.flags = 0
        #expect(throws: FormatError(.malformed, .zip, "")) { try ZipArchive(ZipFile(streamed).bytes) }
    }

    @Test func readsZip64FieldsInLocalHeaders() throws {
        // As NumPy writes them: 0001, length 16, size, compressed size; another field may come first.
        var entry = Self.seven
        entry.localSizes = (.max, .max)
        let sizes = ZipFile.eight(19) + ZipFile.eight(UInt64(Self.deflatedSevens.count))
        entry.localExtra = [0x99, 0x99, 2, 0, 7, 7] + [1, 0, 16, 0] + sizes
        #expect(try Self.extractAll(ZipFile(entry).bytes)["seven.txt"] == Self.sevens)
        entry.localExtra = [1, 0, 16, 0] + ZipFile.eight(20) + ZipFile.eight(UInt64(Self.deflatedSevens.count))
        #expect(throws: FormatError(.malformed, .zip, "")) { try ZipArchive(ZipFile(entry).bytes) }
        entry.localExtra = [1, 0, 8, 0] + ZipFile.eight(19)
        #expect(throws: FormatError(.truncated, .zip, "")) { try ZipArchive(ZipFile(entry).bytes) }
        entry.localExtra = []
        #expect(throws: FormatError(.malformed, .zip, "")) { try ZipArchive(ZipFile(entry).bytes) }
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: FormatError.Kind
        let apply: @Sendable (inout ZipFile) -> Void
        init(_ name: String, _ kind: FormatError.Kind, _ apply: @escaping @Sendable (inout ZipFile) -> Void) {
            testDescription = name
            self.kind = kind
            self.apply = apply
        }
    }

    static let damages: [Damage] = [
        Damage("another local name", .malformed) { $0.entries[1].localName = Array("SEVEN.txt".utf8) },
        Damage("a longer local name", .malformed) { $0.entries[1].localName = Array("seven.txt2".utf8) },
        Damage("another local method", .malformed) { $0.entries[1].localMethod = 0 },
        Damage("another local checksum", .malformed) { $0.entries[1].localChecksum = 1 },
        Damage("another local size", .malformed) { $0.entries[1].localSizes = (10, 18) },
        Damage("encrypted in the local header alone", .malformed) { $0.entries[1].localFlags = 1 },
        Damage("encrypted", .unsupported) { $0.entries[1].flags = 1 },
        Damage("strongly encrypted", .unsupported) { $0.entries[1].flags = 0x40 },
        Damage("masked headers", .unsupported) { $0.entries[1].flags = 0x2000 },
        Damage("a method that is not read", .unsupported) { $0.entries[1].method = 14 },
        Damage("an entry on another disk", .unsupported) { $0.entries[1].disk = 1 },
        Damage("an entry in ZIP64 form", .unsupported) { $0.entries[1].compressedSize = .max },
        Damage("an offset in ZIP64 form", .unsupported) { $0.entries[1].offset = .max },
        Damage("a name twice", .forbidden) {
            $0.entries[1].name = $0.entries[0].name
            $0.entries[1].localName = nil
        },
        Damage("an entry listed twice", .malformed) {
            $0.entries[1] = $0.entries[0]
            $0.entries[1].name = Array("two.txt".utf8)
            $0.entries[1].offset = 0
        },
        Damage("a name that is not UTF-8", .malformed) { $0.entries[1].name = [0xFF, 0xFE] },
        Damage("a name with a zero byte", .malformed) { $0.entries[1].name = [0x61, 0, 0x62] },
        Damage("no entry at the offset", .malformed) { $0.entries[1].offset = 1 },
        Damage("an offset behind the entries", .truncated) { $0.entries[1].offset = 5000 },
        Damage("data that reach into the directory", .malformed) { $0.entries[1].compressedSize = 60 },
        Damage("a stored entry with two sizes", .malformed) { $0.entries[0].size += 1 },
        Damage("fewer entries than the directory has", .trailingBytes) { $0.count = 1 },
        Damage("more entries than the directory has", .truncated) {
            $0.entries[1].name = [UInt8](repeating: 0x61, count: 100)
            $0.count = 3
        },
        Damage("more entries than the directory can hold", .malformed) { $0.count = 3 },
        Damage("more entries than the cap", .limitExceeded) { $0.count = 10_001 },
        Damage("ZIP64 by the number of entries", .unsupported) { $0.count = .max },
        Damage("ZIP64 by the directory's offset", .unsupported) { $0.directoryOffset = .max },
        Damage("ZIP64 by its locator", .unsupported) {
            $0.beforeEnd = [0x50, 0x4B, 6, 7] + [UInt8](repeating: 0, count: 16)
        },
        Damage("a ZIP64 record that counts otherwise", .unsupported) {
            $0.beforeEnd = zip64End($0, count: 3)
        },
        Damage("a ZIP64 record of another directory", .unsupported) {
            $0.beforeEnd = zip64End($0, offsetBy: 1)
        },
        Damage("a ZIP64 record that is elsewhere", .unsupported) {
            $0.beforeEnd = zip64End($0, placeBy: 1)
        },
        Damage("several disks", .unsupported) { $0.disk = 1 },
        Damage("a directory that is elsewhere", .malformed) { $0.directoryOffset = 0 },
        Damage("a directory of another size", .malformed) { $0.directorySize = 1 },
        Damage("something behind the directory", .malformed) { $0.beforeEnd = [0] },
    ]

    /// The two records of ZIP64 for the archive, which say what its end says but for the arguments (APPNOTE 4.3.14, 15).
    static func zip64End(_ zip: ZipFile, count: UInt64 = 2, offsetBy: UInt64 = 0, placeBy: UInt64 = 0) -> [UInt8] {
        let end = zip.bytes.count - 22
        let size = zip.bytes[(end + 12)..<(end + 16)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        let record =
            [0x50, 0x4B, 6, 6] + ZipFile.eight(44) + [45, 0, 45, 0] + ZipFile.eight(0) + ZipFile.eight(count)
            + ZipFile.eight(count) + ZipFile.eight(size) + ZipFile.eight(UInt64(end) - size + offsetBy)
        return record + [0x50, 0x4B, 6, 7] + ZipFile.four(0) + ZipFile.eight(UInt64(end) + placeBy) + ZipFile.four(1)
    }

    @Test func readsAnArchiveThatRepeatsItsEndInZip64Form() throws {
        var zip = ZipFile(Self.five, Self.seven)
        let plain = try Self.extractAll(zip.bytes)
        zip.beforeEnd = Self.zip64End(zip)
        #expect(try Self.extractAll(zip.bytes) == plain)
    }

    @Test(arguments: damages)
    func refusesAnArchiveWith(_ damage: Damage) throws {
        var zip = ZipFile(Self.five, Self.seven)
        #expect(throws: Never.self) { try ZipArchive(zip.bytes) }
        damage.apply(&zip)
        #expect(throws: FormatError(damage.kind, .zip, "")) { try ZipArchive(zip.bytes) }
    }

    @Test func refusesEntriesThatOverlap() {
        // Fifield's construction: the data of the first entry are the second entry, header and all.
        let inner = ZipFile(Self.five)
        let innerBytes = Array(inner.bytes.prefix(30 + 8 + 6))
        var zip = ZipFile(ZipFile.Entry("outer", innerBytes), Self.five)
        zip.entries[1].offset = 30 + 5
        #expect(throws: FormatError(.forbidden, .zip, "")) { try ZipArchive(zip.bytes) }
    }

    @Test func entriesMayBeListedInAnotherOrderThanTheyLie() throws {
        // The directory lists second the entry that lies first.
        let file = ZipFile(Self.five, Self.seven).bytes
        let fiveSize = 46 + 8
        let start = file.count - 22 - (fiveSize + 46 + 9)
        let directory = file[start..<file.count - 22]
        let swapped = file[..<start] + directory.dropFirst(fiveSize) + directory.prefix(fiveSize) + file.suffix(22)
        #expect(try ZipArchive(Array(swapped)).entries.map(\.name) == ["seven.txt", "five.txt"])
        #expect(try Self.extractAll(Array(swapped))["five.txt"] == Array("five 5".utf8))
    }

    @Test func aChecksumThatIsWrongInBothHeadersIsFoundByReading() throws {
        for index in 0...1 {
            var zip = ZipFile(Self.five, Self.seven)
            zip.entries[index].checksum ^= 1
            #expect(throws: FormatError(.malformed, .zip, "")) { try Self.extractAll(zip.bytes) }
        }
    }

    @Test(arguments: [-1, 1, 18, 1_000_000, 4_000_000_000])
    func aSizeThatIsWrongInBothHeadersIsFoundByReading(_ difference: Int) throws {
        var zip = ZipFile(Self.seven)
        zip.entries[0].size = UInt32(19 + difference)
        #expect(throws: FormatError(.malformed, .zip, "")) { try Self.extractAll(zip.bytes, limit: 1 << 33) }
    }

    @Test func deflateDataMustFillTheirEntryExactly() {
        var zip = ZipFile(Self.seven)
        zip.entries[0].data += [0]
        #expect(throws: FormatError(.trailingBytes, .zip, "")) { try Self.extractAll(zip.bytes) }
        zip.entries[0].data.removeLast(2)
        #expect(throws: FormatError(.truncated, .zip, "")) { try Self.extractAll(zip.bytes) }
    }

    @Test func theLimitIsKept() throws {
        let file = ZipFile(Self.five, Self.seven).bytes
        #expect(try Self.extractAll(file, limit: 19).count == 2)
        #expect(throws: FormatError(.limitExceeded, .zip, "")) { try Self.extractAll(file, limit: 18) }
    }

    @Test func namesAreOnlyNames() throws {
        // Such a name would leave the folder if it were a path; here it is a key like any other.
        let file = ZipFile(ZipFile.Entry("../../etc/passwd", [1, 2, 3])).bytes
        #expect(try Self.extractAll(file) == ["../../etc/passwd": [1, 2, 3]])
    }

    @Test func anErrorShowsNamesShortAndWithoutWhatATerminalWouldObey() throws {
        var zip = ZipFile(.init("\u{1B}[2J\u{202E}" + String(repeating: "n", count: 60_000), [1]))
        zip.entries[0].method = 14
        let error = try #require(throws: FormatError.self) { try ZipArchive(zip.bytes) }
        #expect(error.message.hasPrefix("entry \"?[2J?nnn"))
        #expect(error.message.count < 200)
    }

    @Test func anArchiveThatBreaksOffIsTruncatedAndAnotherFileIsNone() {
        let file = ZipFile(Self.five, Self.seven).bytes
        #expect(throws: FormatError(.truncated, .zip, "")) { try ZipArchive(Array(file.dropLast())) }
        #expect(throws: FormatError(.truncated, .zip, "")) { try ZipArchive(Array(file.prefix(40))) }
        #expect(throws: FormatError(.truncated, .zip, "")) { try ZipArchive(file + [0]) }
        #expect(throws: FormatError(.wrongFormat, .zip, "")) { try ZipArchive([]) }
        #expect(throws: FormatError(.wrongFormat, .zip, "")) { try ZipArchive(Array("<html>403".utf8)) }
    }
}
