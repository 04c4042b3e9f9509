/// What a file of the cache was when it was put in place: enough to notice a change without reading it, and to find
/// damage by reading it.
///
/// It is kept beside the file in a small text of its own, which is written before the file is put in place: a file
/// without its stamp was not put there by us.
struct FileStamp: Equatable {
    /// The length in bytes.
    let size: Int
    /// When it was last changed: seconds and nanoseconds, as `1700000000.000000001`.
    let modified: String
    /// The SHA-256 of the bytes, in hexadecimal.
    let sha256: String

    /// The stamp of a file as it is now, with a checksum computed before.
    init(of path: String, sha256: String) throws {
        guard let status = FileStatus(path) else { throw DatasetError.system(opening: path) }
        size = status.size
        modified = status.modified
        self.sha256 = sha256
    }

    /// Reads the stamp that is kept for a file, or `nil` where there is none that makes sense.
    init?(keptFor path: String) {
        guard let file = try? MappedFile(path: FileStamp.path(for: path)), file.count <= FileStamp.maximumSize else {
            return nil
        }
        let text = file.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 6, words[0] == "size", words[2] == "modified", words[4] == "sha256",
            let size = Int(words[1]), words[5].utf8.count == 64
        else { return nil }
        self.size = size
        modified = words[3]
        sha256 = words[5]
    }

    /// The text that is kept.
    var text: String { "size \(size)\nmodified \(modified)\nsha256 \(sha256)\n" }

    /// Where the stamp of a file is kept.
    static func path(for path: String) -> String { path + ".stamp" }

    /// No stamp is longer, in bytes.
    private static let maximumSize = 1024
}
