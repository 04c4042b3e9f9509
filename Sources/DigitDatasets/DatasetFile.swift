/// One IDX file of a data set.
public struct DatasetFile: Sendable, Hashable {
    /// What is in a file.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// Pictures: bytes of shape [N, 28, 28].
        case images
        /// Their classes: bytes of shape [N].
        case labels
        /// Their classes and origins: 32-bit integers of shape [N, columns], the class first.
        case labelColumns
    }

    /// What is downloaded to get a file: a gzipped IDX file, or an archive that holds many.
    public struct Download: Sendable, Hashable {
        /// The last part of the URL.
        public let name: String
        /// The length in bytes.
        public let byteCount: Int
        /// The SHA-256 of the bytes, in lower-case hexadecimal.
        public let sha256: String

        /// Describes a download.
        package init(name: String, byteCount: Int, sha256: String) {
            self.name = name
            self.byteCount = byteCount
            self.sha256 = sha256
        }
    }

    /// The split it belongs to.
    public let split: Split
    /// What is in it.
    public let role: Role
    /// The canonical name of the decompressed file, such as `train-images-idx3-ubyte`.
    public let name: String
    /// The number of images or labels, where it is known.
    public let count: Int?
    /// What it comes in.
    public let download: Download
    /// The path within the archive, where it comes in one.
    public let member: String?

    /// Describes a file.
    package init(split: Split, role: Role, name: String, count: Int?, download: Download, member: String? = nil) {
        self.split = split
        self.role = role
        self.name = name
        self.count = count
        self.download = download
        self.member = member
    }

    /// The canonical file in a gzipped file of its own, of that length in bytes and SHA-256.
    static func gzipped(
        _ split: Split, _ role: Role, _ name: String, count: Int, _ byteCount: Int, _ sha256: String
    ) -> DatasetFile {
        DatasetFile(
            split: split, role: role, name: name, count: count,
            download: Download(name: name + ".gz", byteCount: byteCount, sha256: sha256))
    }
}
