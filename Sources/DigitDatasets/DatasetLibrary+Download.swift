#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension DatasetLibrary {
    /// Brings all files of a data set into the cache, those that are there and whole excepted.
    ///
    /// The data directory is not looked into.
    ///
    /// - Returns: The folder of the cache that holds them.
    /// - Throws: ``DatasetError``: `notFound` where there is no such data set; `usage` where downloading is not allowed;
    ///   `unavailable` where every mirror failed; `inputOutput`.
    @discardableResult
    public func download(_ name: String) throws -> String {
        let description = try self.description(named: name)
        guard let fetch else {
            throw DatasetError(.usage, "\(name) cannot be downloaded: downloading is not allowed here")
        }
        try CacheFiller(self, fetch, description).fill(description.files)
        return DatasetCache(directory: cacheDirectory).folder(of: description)
    }

    /// Downloads one file that is no data set, such as a model, checks it, and puts it in place at once.
    ///
    /// Where the file is there already with the right bytes, nothing is downloaded. Several processes may ask for the
    /// same file.
    ///
    /// - Parameters:
    ///   - file: Its name, length and SHA-256.
    ///   - folder: The folder to put it into; made where it is not there.
    ///   - mirrors: The beginnings of URLs, which the name follows; ``mirrors`` take their place where there are any.
    /// - Returns: The path of the file.
    /// - Throws: As ``download(_:)``.
    public func download(
        _ file: DatasetFile.Download, into folder: String, from mirrors: [String]
    ) throws -> String {
        let path = folder + "/" + file.name
        if isWhole(file, at: path) { return path }
        guard let fetch else {
            throw DatasetError(
                .usage, "\(file.name) cannot be downloaded: downloading is not allowed here")
        }
        try FileSystem.makeDirectory(folder)
        try DatasetCache.holdingLock(of: folder, report) {
            try TemporaryName.removeLeftovers(in: folder)
            if isWhole(file, at: path) { return }
            let temporary = TemporaryName.make(for: path)
            defer { _ = try? FileSystem.remove(temporary) }
            let transfer = MirrorDownload(download: file, fetch: fetch, retries: retries, report: report)
            _ = try transfer.run(into: temporary, from: self.mirrors.isEmpty ? mirrors : self.mirrors)
            try OutputFile.synchronize(temporary)
            try FileSystem.replace(path, with: temporary)
            try report(.stored(path: path, byteCount: file.byteCount))
        }
        return path
    }

    /// Whether a downloaded file is there with the right bytes; it is hashed.
    ///
    /// - Returns: What is there, or `nil` where nothing is.
    /// - Throws: ``DatasetError`` of kind `inputOutput` where it cannot be read.
    public func check(_ file: DatasetFile.Download, in folder: String) throws -> CheckedFile? {
        let path = folder + "/" + file.name
        guard FileSystem.exists(path) else { return nil }
        let found = SHA256Digest.of(try MappedFile(path: path))
        return CheckedFile(
            path: path, byteCount: FileSystem.size(path),
            damage: found == file.sha256 ? nil : "expected SHA-256 \(file.sha256), found \(found)")
    }

    /// Takes a downloaded file away, and its folder where nothing else is in it.
    ///
    /// - Returns: What was taken away.
    /// - Throws: ``DatasetError`` of kind `inputOutput`.
    public func clear(_ file: DatasetFile.Download, in folder: String) throws -> Cleared {
        let path = folder + "/" + file.name
        let size = FileSystem.size(path)
        let removed = try FileSystem.remove(path)
        if FileSystem.isDirectory(folder), try FileSystem.listAll(folder).allSatisfy({ $0 == DatasetCache.lockName }) {
            try FileSystem.remove(folder + "/" + DatasetCache.lockName)
            rmdir(folder)
            rmdir(cacheDirectory)
        }
        return Cleared(files: removed ? 1 : 0, byteCount: removed ? size : 0)
    }

    private func isWhole(_ file: DatasetFile.Download, at path: String) -> Bool {
        guard FileSystem.size(path) == file.byteCount, let mapped = try? MappedFile(path: path) else { return false }
        return SHA256Digest.of(mapped) == file.sha256
    }
}
