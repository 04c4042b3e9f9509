/// The table of contents of a zip archive in memory (PKWARE's APPNOTE.TXT, without encryption, splitting and ZIP64).
///
/// An archive that repeats its end in ZIP64 form, as PyTorch's do, is taken.
///
/// Reading it touches the central directory and each entry's own header, so that an archive of hundreds of megabytes
/// can be mapped and one entry of it be taken out. Names are names of entries and nothing else: no file is ever made
/// from one.
///
/// ```swift
/// let archive = try ZipArchive(file)
/// archive.entries.map(\.name)                                     // ["W1.npy", "b1.npy"]
/// try archive["W1.npy"].map { try archive.extract($0, from: file, limit: 1 << 20) }
/// ```
public struct ZipArchive: Sendable {
    /// The most entries an archive may have.
    public static let maximumEntryCount = 10_000

    /// How an entry is compressed.
    public enum Method: UInt16, Sendable, Hashable {
        /// Not at all.
        case stored = 0
        /// With deflate (RFC 1951).
        case deflated = 8
    }

    /// One file of the archive.
    public struct Entry: Sendable, Hashable {
        /// Its name, as the archive has it; not to be used as a path.
        public let name: String
        /// How it is compressed.
        public let method: Method
        /// Bytes that it takes in the archive.
        public let compressedSize: Int
        /// Bytes of its contents.
        public let size: Int
        /// The CRC-32 of its contents.
        public let crc32: UInt32
        /// Where its bytes start in the archive.
        public let dataOffset: Int

        /// Its name as an error may show it.
        var label: String { ZipArchive.label(name) }
    }

    /// The files, in the order of the central directory; no two have the same name or share bytes.
    public let entries: [Entry]

    /// A name in quotes, as an error may show it: short, and harmless to a terminal.
    static func label(_ name: String) -> String { "\"\(String(shown: name))\"" }

    /// The entry of that name, or `nil`.
    public subscript(name: String) -> Entry? {
        entries.first { $0.name == name }
    }

    /// Reads the table of contents and checks it against each entry's own header.
    ///
    /// - Parameter bytes: The whole archive.
    /// - Throws: `wrongFormat` where it is no zip archive, `truncated`, `malformed` where the two descriptions of an
    ///   entry differ, `forbidden` where entries overlap or names repeat, `unsupported` for encryption, ZIP64, several
    ///   disks and other methods than stored and deflated, `limitExceeded` past ``maximumEntryCount``.
    public init(_ bytes: RawSpan) throws(FormatError) {
        entries = try bytes.withUnsafeBytes { buffer throws(FormatError) in try Self.readEntries(buffer) }
    }

    /// Reads the table of contents and checks it against each entry's own header.
    ///
    /// - Parameter bytes: The whole archive.
    /// - Throws: As for a span of bytes.
    public init(_ bytes: [UInt8]) throws(FormatError) {
        try self.init(bytes.span.bytes)
    }
}
