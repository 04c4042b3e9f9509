/// What is known of a data set before any of it is read: names, classes, files with checksums, mirrors, licence.
///
/// ```swift
/// let kmnist = try DatasetDescription.named("kmnist")
/// kmnist.classNames[1]  // "ki"
/// ```
public struct DatasetDescription: Sendable, Hashable, Identifiable {
    /// The name that commands and folders use, such as `emnist-balanced`.
    public let name: String
    /// The name that people use, with what is in it.
    public let title: String
    /// What each class is called, by label.
    public let classNames: [String]
    /// Where its files can be had: the beginnings of URLs, which the file names follow, in the order they are tried.
    public let mirrors: [String]
    /// The files, each of one split.
    public let files: [DatasetFile]
    /// The terms it is given under.
    public let licence: String
    /// How its authors want to be cited.
    public let citation: String
    /// What a user should know before trusting a figure on it.
    public let notes: String
    /// The folder of the cache that its downloads are kept in; data sets that share an archive share it.
    let downloadFolder: String
    /// Whether the pictures are stored transposed, and are turned upright on loading.
    let isTransposed: Bool
    /// The label that stands for the first class: 1 in EMNIST's letters.
    let firstLabel: Int

    /// The name.
    public var id: String { name }
    /// The number of classes.
    public var classes: Int { classNames.count }

    /// The splits that have files, and the sample where it was taken from this data set.
    public var splits: [Split] {
        Split.allCases.filter { split in
            split == .sample ? name == DatasetDescription.mnist.name : files.contains { $0.split == split }
        }
    }

    /// Describes a data set.
    package init(
        name: String, title: String, classNames: [String] = (0...9).map(String.init), mirrors: [String],
        files: [DatasetFile], licence: String, citation: String, notes: String = "", downloadFolder: String? = nil,
        isTransposed: Bool = false, firstLabel: Int = 0
    ) {
        self.name = name
        self.title = title
        self.classNames = classNames
        self.mirrors = mirrors
        self.files = files
        self.licence = licence
        self.citation = citation
        self.notes = notes
        self.downloadFolder = downloadFolder ?? name
        self.isTransposed = isTransposed
        self.firstLabel = firstLabel
    }

    /// The file of a split and a role, if there is one.
    func file(_ split: Split, _ role: DatasetFile.Role) -> DatasetFile? {
        files.first { $0.split == split && $0.role == role }
    }
}
