import DigitFormats

/// Members of a zip archive that is mapped into memory, not unpacked: EMNIST's has 562 MB.
enum ArchiveMember {
    /// The largest member that is taken out, in bytes; EMNIST's largest has under 200 MB.
    private static let maximumSize = 1 << 29

    /// Lends a member for the time of a call.
    ///
    /// - Throws: ``DatasetError`` of kind `damaged` where the archive does not hold it; a `FormatError` where the archive
    ///   breaks its format's rules.
    static func read<R>(_ name: String, from archive: String, _ body: (RawSpan) throws -> R) throws -> R {
        let file = try MappedFile(path: archive)
        return try file.withSpan { bytes in
            let zip = try ZipArchive(bytes)
            guard let entry = zip.entries.first(where: { $0.name == name }) else {
                throw DatasetError(.damaged, "expected the member \(name), found \(zip.entries.count) others")
            }
            let member = try zip.extract(entry, from: bytes, limit: maximumSize)
            return try body(member.span.bytes)
        }
    }
}
