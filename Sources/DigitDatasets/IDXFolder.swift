/// A folder of one's own with IDX files under the names of the catalogue.
struct IDXFolder: Sendable {
    private let path: String
    private let description: DatasetDescription
    private let splits: [Split]

    /// Looks into a folder; `nil` where no split is whole in it.
    ///
    /// MNIST, Fashion-MNIST and KMNIST have the same file names: the folder's own name decides between them. Where it
    /// does not, the classes are those that ``ClassNamesFile`` names, or 0 to 9.
    ///
    /// - Throws: ``DatasetError`` of kind `usage` where it holds several data sets and its name is that of none, and
    ///   `damaged` where the file with the classes' names is not what it should be.
    init?(path: String, catalogue: [DatasetDescription]) throws {
        let candidates = catalogue.filter { !IDXFolder.splits(of: $0, in: path).isEmpty }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if let named = candidates.first(where: { $0.name == name }) {
            description = named
        } else if let first = candidates.first {
            let names = candidates.map(\.name).joined(separator: ", ")
            guard candidates.allSatisfy({ $0.files.map(\.name) == first.files.map(\.name) }) else {
                throw DatasetError(
                    .usage, "\(path) holds several data sets, \(names): name one and give the folder as --data-dir")
            }
            let classNames = try ClassNamesFile.read(in: path)
            description =
                candidates.count == 1 && classNames == nil
                ? first : .ownFiles(at: path, like: first, classNames: classNames)
        } else {
            return nil
        }
        self.path = path
        splits = IDXFolder.splits(of: description, in: path)
    }

    /// The folder as a data set.
    func dataset(report: @escaping @Sendable (DatasetEvent) throws -> Void) -> Dataset {
        Dataset(description: description, splits: splits) { [path, description] split, orientation in
            try IDXSplit(description, split) { file in
                guard let source = IDXSource.find(file, in: path) else {
                    throw DatasetError(.notFound, "\(path): expected \(file.name) or \(file.name).gz, found neither")
                }
                return source
            }.read(orientation, report: report)
        }
    }

    private static func splits(of description: DatasetDescription, in path: String) -> [Split] {
        Split.allCases.filter { split in
            let files = description.files.filter { $0.split == split }
            return !files.isEmpty && files.allSatisfy { IDXSource.find($0, in: path) != nil }
        }
    }
}

extension DatasetDescription {
    /// Describes files of one's own, of which nothing is known but their path.
    static func ownFiles(
        at path: String, like other: DatasetDescription? = nil, classNames: [String]? = nil
    ) -> DatasetDescription {
        DatasetDescription(
            name: path, title: "files at \(path)", classNames: classNames ?? (0...9).map(String.init), mirrors: [],
            files: other?.files ?? [], licence: "not known", citation: "not known",
            isTransposed: other?.isTransposed ?? false, firstLabel: other?.firstLabel ?? 0)
    }
}
