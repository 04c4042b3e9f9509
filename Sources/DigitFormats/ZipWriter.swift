/// Builds a zip archive in memory, entry by entry.
///
/// Every entry has the time stamp of 1 January 1980, the earliest that the format can say, so that the same entries
/// always give the same file.
struct ZipWriter {
    private var file: [UInt8] = []
    private var directory: [UInt8] = []
    private var names: Set<String> = []

    /// Appends an entry, deflated at zlib's level 6 or stored.
    ///
    /// - Throws: `malformed` for a name that is there already, `limitExceeded` past
    ///   ``ZipArchive/maximumEntryCount``, `unsupported` for what only ZIP64 could hold.
    mutating func add(_ name: String, _ contents: [UInt8], compressed: Bool) throws(FormatError) {
        guard names.insert(name).inserted else {
            throw FormatError(.malformed, .zip, "two entries are called \(ZipArchive.label(name))")
        }
        guard names.count <= ZipArchive.maximumEntryCount else {
            throw FormatError(
                .limitExceeded, .zip, "more entries than \(ZipArchive.maximumEntryCount), the most that are read")
        }
        let method = compressed ? ZipArchive.Method.deflated : .stored
        let data = compressed ? contents.withUnsafeBytes { Deflater.compress($0, level: 6) } : contents
        guard let nameLength = UInt16(exactly: name.utf8.count),
            let dataSize = Self.size(data.count), let contentsSize = Self.size(contents.count),
            let offset = Self.size(file.count)
        else {
            throw FormatError(.unsupported, .zip, "entry \(ZipArchive.label(name)) would make this a ZIP64 archive")
        }
        var header: [UInt8] = []
        header.append(littleEndian: UInt16(20))  // version 2.0 can read it
        // Bit 11 says that the name is UTF-8; plain names do without, as other writers' do.
        header.append(littleEndian: UInt16(name.utf8.allSatisfy { $0 < 0x80 } ? 0 : 0x0800))
        header.append(littleEndian: method.rawValue)
        header.append(littleEndian: UInt16(0))  // midnight
        header.append(littleEndian: UInt16(0x0021))  // day 1, month 1, years since 1980: 0
        header.append(littleEndian: contents.withUnsafeBytes { CRC32.checksum($0) })
        header.append(littleEndian: dataSize)
        header.append(littleEndian: contentsSize)
        header.append(littleEndian: nameLength)
        header.append(littleEndian: UInt16(0))  // extra fields

        file.append(littleEndian: ZipArchive.Record.localHeader)
        file += header
        file += name.utf8
        file += data

        directory.append(littleEndian: ZipArchive.Record.centralHeader)
        directory.append(littleEndian: UInt16(20))  // made by version 2.0, on no system in particular
        directory += header
        // No comment, disk 0, no internal and external attributes.
        directory += [UInt8](repeating: 0, count: 10)
        directory.append(littleEndian: offset)
        directory += name.utf8
    }

    /// Appends the table of contents and returns the whole archive.
    ///
    /// - Throws: `unsupported` for what only ZIP64 could hold.
    consuming func finish() throws(FormatError) -> [UInt8] {
        guard let offset = Self.size(file.count), let size = Self.size(directory.count) else {
            throw FormatError(.unsupported, .zip, "the archive would be a ZIP64 archive")
        }
        let count = UInt16(names.count)
        file += directory
        file.append(littleEndian: ZipArchive.Record.end)
        file += [UInt8](repeating: 0, count: 4)  // this disk and the directory's: 0
        file.append(littleEndian: count)
        file.append(littleEndian: count)
        file.append(littleEndian: size)
        file.append(littleEndian: offset)
        file.append(littleEndian: UInt16(0))  // comment
        return file
    }

    /// A size or offset that fits its field without meaning "see the ZIP64 field".
    private static func size(_ count: Int) -> UInt32? {
        UInt32(exactly: count).flatMap { $0 == ZipArchive.seeZip64 ? nil : $0 }
    }
}
