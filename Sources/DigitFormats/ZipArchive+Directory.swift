extension ZipArchive {
    /// Signatures of the records and their sizes without names and other variable parts.
    enum Record {
        static let localHeader: UInt32 = 0x0403_4B50
        static let centralHeader: UInt32 = 0x0201_4B50
        static let centralHeaderSize = 46
        static let end: UInt32 = 0x0605_4B50
        static let endSize = 22
        static let zip64End: UInt32 = 0x0606_4B50
        static let zip64EndSize = 56
        static let zip64Locator: UInt32 = 0x0706_4B50
        static let zip64LocatorSize = 20
    }

    /// Stands in a 32-bit field whose value is in a ZIP64 field instead.
    static let seeZip64 = UInt32.max

    /// An entry as the central directory describes it.
    private struct Listing {
        let entry: Entry
        /// From the start of its own header to the end of its data.
        let extent: Range<Int>
    }

    static func readEntries(_ bytes: UnsafeRawBufferPointer) throws(FormatError) -> [Entry] {
        let end = try findEnd(bytes)
        let directory = try readEnd(bytes, at: end)
        var reader = ByteReader(
            UnsafeRawBufferPointer(rebasing: bytes[..<directory.end]), format: .zip, offset: directory.offset)
        var listings: [Listing] = []
        listings.reserveCapacity(directory.count)
        for _ in 0..<directory.count {
            listings.append(try readListing(&reader, directoryOffset: directory.offset))
        }
        try reader.expectEnd()
        try refuseRepeatedNames(listings)
        try refuseOverlaps(listings)
        return listings.map(\.entry)
    }

    /// Finds the record that ends an archive: the last one whose comment reaches exactly to the end of the file.
    private static func findEnd(_ bytes: UnsafeRawBufferPointer) throws(FormatError) -> Int {
        let last = bytes.count - Record.endSize
        let first = max(0, last - Int(UInt16.max))
        for offset in stride(from: last, through: first, by: -1) {
            guard bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian == Record.end else {
                continue
            }
            let comment = bytes.loadUnaligned(fromByteOffset: offset + 20, as: UInt16.self).littleEndian
            if offset + Record.endSize + Int(comment) == bytes.count { return offset }
        }
        guard Signature.zip.matches(bytes) else {
            throw FormatError.wrongFormat(.zip, "no record that ends a zip archive was found", found: bytes)
        }
        throw FormatError(
            .truncated, .zip, at: bytes.count, "the archive does not end with its table of contents: a part is missing")
    }

    private static func readEnd(
        _ bytes: UnsafeRawBufferPointer, at end: Int
    ) throws(FormatError) -> (count: Int, offset: Int, end: Int) {
        var reader = ByteReader(bytes, format: .zip, offset: end + 4)
        let disk = try reader.littleEndian(UInt16.self, "the disk's number")
        let directoryDisk = try reader.littleEndian(UInt16.self, "the directory's disk")
        let countOnDisk = try reader.littleEndian(UInt16.self, "the number of entries on the disk")
        let count = try reader.littleEndian(UInt16.self, "the number of entries")
        let size = try reader.littleEndian(UInt32.self, "the directory's size")
        let offset = try reader.littleEndian(UInt32.self, "the directory's offset")
        let locator = end - Record.zip64LocatorSize
        let hasLocator =
            locator >= 0
            && bytes.loadUnaligned(fromByteOffset: locator, as: UInt32.self).littleEndian == Record.zip64Locator
        guard count != .max, size != seeZip64, offset != seeZip64 else {
            throw FormatError(.unsupported, .zip, at: end, "this is a ZIP64 archive, which is not read")
        }
        guard disk == 0, directoryDisk == 0, countOnDisk == count else {
            throw FormatError(.unsupported, .zip, at: end, "an archive split over several files is not read")
        }
        guard count <= maximumEntryCount else {
            throw FormatError(
                .limitExceeded, .zip, at: end, "\(count) entries, the limit is \(maximumEntryCount)")
        }
        let directoryEnd =
            hasLocator
            ? try checkZip64End(bytes, locator: locator, count: count, size: size, offset: offset) : end
        guard Int(offset) + Int(size) == directoryEnd else {
            throw FormatError(
                .malformed, .zip, at: end,
                "the directory of \(size) bytes at \(offset) does not end where the record after it begins")
        }
        guard Int(count) * Record.centralHeaderSize <= Int(size) else {
            throw FormatError(.malformed, .zip, at: end, "\(count) entries do not fit a directory of \(size) bytes")
        }
        return (Int(count), Int(offset), directoryEnd)
    }

    /// Checks that the records of ZIP64 say again what the plain end says, and gives where the directory has to end.
    ///
    /// PyTorch ends every archive in both forms.
    private static func checkZip64End(
        _ bytes: UnsafeRawBufferPointer, locator: Int, count: UInt16, size: UInt32, offset: UInt32
    ) throws(FormatError) -> Int {
        func refusal(_ message: String) -> FormatError {
            FormatError(.unsupported, .zip, at: locator, "this is a ZIP64 archive whose \(message), which is not read")
        }
        let start = locator - Record.zip64EndSize
        guard start >= 0 else { throw refusal("records are elsewhere") }
        var reader = ByteReader(bytes, format: .zip, offset: start)
        let signature = try reader.littleEndian(UInt32.self, "the ZIP64 record's signature")
        let length = try reader.littleEndian(UInt64.self, "the ZIP64 record's length")
        _ = try reader.take(4, "the versions")
        let disks = try reader.littleEndian(UInt64.self, "the disks")
        let counts = try [
            reader.littleEndian(UInt64.self, "the number of entries on the disk"),
            reader.littleEndian(UInt64.self, "the number of entries"),
        ]
        let repeated = try [
            reader.littleEndian(UInt64.self, "the directory's size"),
            reader.littleEndian(UInt64.self, "the directory's offset"),
        ]
        _ = try reader.take(4, "the locator's signature")
        let places = try [
            UInt64(reader.littleEndian(UInt32.self, "the ZIP64 record's disk")),
            reader.littleEndian(UInt64.self, "the ZIP64 record's offset"),
            UInt64(reader.littleEndian(UInt32.self, "the number of disks")),
        ]
        guard signature == Record.zip64End, length == UInt64(Record.zip64EndSize - 12),
            places == [0, UInt64(start), 1]
        else { throw refusal("records are elsewhere") }
        guard disks == 0, counts == [UInt64(count), UInt64(count)], repeated == [UInt64(size), UInt64(offset)] else {
            throw refusal("directory is another one than the archive's end says")
        }
        return start
    }

    private static func readListing(
        _ reader: inout ByteReader, directoryOffset: Int
    ) throws(FormatError) -> Listing {
        let start = reader.offset
        guard try reader.littleEndian(UInt32.self, "an entry's signature") == Record.centralHeader else {
            throw FormatError(.malformed, .zip, at: start, "an entry of the directory begins with another signature")
        }
        _ = try reader.take(4, "the versions")
        let header = try CommonHeader(&reader)
        let commentLength = try reader.littleEndian(UInt16.self, "the comment's length")
        let disk = try reader.littleEndian(UInt16.self, "the entry's disk")
        _ = try reader.take(6, "the attributes")
        let localOffset = try reader.littleEndian(UInt32.self, "the entry's offset")
        let nameBytes = try reader.take(Int(header.nameLength), "the entry's name")
        _ = try reader.take(Int(header.extraLength), "the entry's extra fields")
        _ = try reader.take(Int(commentLength), "the entry's comment")

        guard let name = String(strictUTF8: nameBytes) else {
            throw FormatError(.malformed, .zip, at: start, "an entry's name is not UTF-8")
        }
        let label = label(name)
        guard !nameBytes.contains(0) else {
            throw FormatError(
                .malformed, .zip, at: start, "entry \(label) has a zero byte in its name, where others end")
        }
        guard !header.isEncrypted else {
            throw FormatError(.unsupported, .zip, at: start, "entry \(label) is encrypted")
        }
        guard let method = Method(rawValue: header.method) else {
            throw FormatError(
                .unsupported, .zip, at: start,
                "entry \(label) is compressed by method \(header.method), only 0 (stored) and 8 (deflated) are read")
        }
        guard header.compressedSize != seeZip64, header.size != seeZip64, localOffset != seeZip64 else {
            throw FormatError(.unsupported, .zip, at: start, "entry \(label) is in ZIP64 form, which is not read")
        }
        guard disk == 0 else {
            throw FormatError(.unsupported, .zip, at: start, "entry \(label) is on another disk")
        }
        guard method == .deflated || header.compressedSize == header.size else {
            throw FormatError(.malformed, .zip, at: start, "entry \(label) is stored, but its two sizes differ")
        }
        // Data end before the directory, which the reader of the local header is told as its end.
        var local = ByteReader(
            UnsafeRawBufferPointer(rebasing: reader.bytes[..<directoryOffset]), format: .zip, offset: 0)
        _ = try local.take(Int(localOffset), "what comes before entry \(label)")
        try checkLocalHeader(&local, against: header, name: nameBytes, label: label)
        let dataOffset = local.offset
        _ = try local.take(Int(header.compressedSize), "entry \(label)")
        return Listing(
            entry: Entry(
                name: name, method: method, compressedSize: Int(header.compressedSize), size: Int(header.size),
                crc32: header.crc32, dataOffset: dataOffset),
            extent: Int(localOffset)..<local.offset)
    }

    private static func refuseRepeatedNames(_ listings: [Listing]) throws(FormatError) {
        var names: Set<String> = []
        for listing in listings where !names.insert(listing.entry.name).inserted {
            throw FormatError(
                .forbidden, .zip, at: listing.extent.lowerBound,
                "two entries are called \(listing.entry.label)")
        }
    }

    /// Entries that share compressed bytes are how a small file becomes petabytes (Fifield, "A better zip bomb").
    private static func refuseOverlaps(_ listings: [Listing]) throws(FormatError) {
        var end = 0
        for listing in listings.sorted(by: { $0.extent.lowerBound < $1.extent.lowerBound }) {
            guard listing.extent.lowerBound >= end else {
                throw FormatError(
                    .forbidden, .zip, at: listing.extent.lowerBound,
                    "entry \(listing.entry.label) overlaps the one before it")
            }
            end = listing.extent.upperBound
        }
    }
}
