extension DatasetLibrary {
    /// Opens a data set as a command line names it: a name of the catalogue, or a path.
    ///
    /// Anything with a slash or a dot, and any path that exists and is no name of the catalogue, is a path.
    ///
    /// - Throws: What ``dataset(named:)`` and ``dataset(at:)`` throw.
    public func dataset(_ nameOrPath: String) throws -> Dataset {
        if catalogue.contains(where: { $0.name == nameOrPath }) { return try dataset(named: nameOrPath) }
        let isPath = nameOrPath.contains { $0 == "/" || $0 == "." } || FileSystem.exists(nameOrPath)
        return isPath ? try dataset(at: nameOrPath) : try dataset(named: nameOrPath)
    }

    /// Opens a data set of the catalogue; nothing is looked for before a split is asked for.
    ///
    /// - Throws: ``DatasetError`` of kind `notFound` that lists the names there are.
    public func dataset(named name: String) throws -> Dataset {
        let description = try self.description(named: name)
        return Dataset(description: description, splits: description.splits) { split, orientation in
            if split == .sample { return try BuiltInSample.load() }
            return try IDXSplit(description, split) { file in try locate(file, of: description) }
                .read(orientation, report: report)
        }
    }

    /// Opens a folder or a file of one's own.
    ///
    /// It may be a folder with IDX files under the names of the catalogue, gzipped or not; a folder of 28 x 28 PNG
    /// pictures by class, `0/` to `9/`, or of two such folders, `train/` and `test/`; Keras's `mnist.npz`; or the
    /// book's `mnist.pkl`. What it is is told from the content. A folder with IDX files may have a file `classes.txt`
    /// with the names of other classes than 0 to 9, one a line, 2 to 256 of them.
    ///
    /// - Throws: ``DatasetError``: `notFound` where there is nothing, or nothing of this kind; `damaged` where a file is
    ///   not what it should be; `inputOutput`.
    public func dataset(at path: String) throws -> Dataset {
        guard FileSystem.exists(path) else {
            throw DatasetError(.notFound, "\(path) is not there; expected a folder or a file with a data set")
        }
        guard FileSystem.isDirectory(path) else { return try ArrayFile.open(path) }
        if let folder = try IDXFolder(path: path, catalogue: catalogue) { return folder.dataset(report: report) }
        if let pictures = try PictureFolder(path: path) { return pictures.dataset(report: report) }
        let names = DatasetDescription.mnist.files.map(\.name).joined(separator: ", ")
        throw DatasetError(
            .notFound,
            "\(path) holds no data set; expected \(names) (.gz or not), or folders 0 to 9 with 28 x 28 PNG pictures")
    }

    /// Looks a description up by name.
    func description(named name: String) throws -> DatasetDescription {
        if let description = catalogue.first(where: { $0.name == name }) { return description }
        return try DatasetDescription.named(name)
    }

    /// Finds a file of the catalogue: in the data directory, in the cache, or, where that is allowed, by downloading.
    private func locate(_ file: DatasetFile, of description: DatasetDescription) throws -> IDXSource {
        var looked: [String] = []
        if let dataDirectory {
            guard FileSystem.isDirectory(dataDirectory) else {
                throw DatasetError(
                    .notFound, "the data directory \(dataDirectory) is not there; check --data-dir and DIGITS_DATA_DIR")
            }
            let folders = [
                dataDirectory, dataDirectory + "/" + description.name, dataDirectory + "/" + description.downloadFolder,
            ]
            if let found = folders.lazy.compactMap({ IDXSource.find(file, in: $0) }).first { return found }
            looked.append(dataDirectory)
        }
        let cache = DatasetCache(directory: cacheDirectory)
        let path = cache.path(of: file, in: description)
        switch try cache.state(of: path) {
        case .whole: return .file(path)
        case .damaged(let reason) where fetch == nil:
            throw DatasetError(
                .damaged, "\(path) is damaged (\(reason)) and may not be downloaded again; allow it or remove the file")
        case .damaged, .absent: break
        }
        looked.append(cache.folder(of: description))
        guard let fetch else {
            let archive = cache.path(of: file.download, in: description)
            if let member = file.member, try cache.state(of: archive) == .whole {
                return .member(member, archive: archive)
            }
            throw DatasetError(
                .notFound,
                "\(description.name): expected \(file.name) or \(file.name).gz, not found in "
                    + looked.joined(separator: ", ")
                    + "; allow downloading, or set DIGITS_DATA_DIR to a folder that holds it")
        }
        try CacheFiller(self, fetch, description).fill([file])
        return .file(path)
    }
}
