#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension DatasetLibrary {
    /// A file of the cache, and what is to be thought of it.
    public struct CheckedFile: Sendable, Hashable {
        /// Where it is.
        public let path: String
        /// Its length in bytes.
        public let byteCount: Int
        /// What is wrong with it, or `nil` where it has the bytes that were stored.
        public let damage: String?
    }

    /// What was taken out of the cache.
    public struct Cleared: Sendable, Hashable {
        /// The number of files.
        public let files: Int
        /// Their length together, in bytes.
        public let byteCount: Int

        /// Counts files and bytes.
        package init(files: Int, byteCount: Int) {
            self.files = files
            self.byteCount = byteCount
        }
    }

    /// Reads every file of the cache again and compares its SHA-256 with the one it had when it was stored.
    ///
    /// A damaged file is marked as such, so that its next use replaces it, or says so where nothing may be downloaded.
    ///
    /// - Parameter name: A data set, or `nil` for all.
    /// - Returns: The files that are there.
    /// - Throws: ``DatasetError``: `notFound` where there is no such data set; `inputOutput`.
    public func verify(_ name: String? = nil) throws -> [CheckedFile] {
        let cache = DatasetCache(directory: cacheDirectory)
        return try cachedPaths(name).compactMap { path in
            guard FileSystem.exists(path) else { return nil }
            // A file and its stamp are put in place one after the other: not while they are looked at.
            let folder = FileSystem.folder(of: path)
            guard access(folder, W_OK) == 0 else { return try check(path, in: cache) }
            return try DatasetCache.holdingLock(of: folder, report) { try check(path, in: cache) }
        }
    }

    private func check(_ path: String, in cache: DatasetCache) throws -> CheckedFile? {
        guard case let state = try cache.verify(path), state != .absent else { return nil }
        guard case .damaged(let reason) = state else {
            return CheckedFile(path: path, byteCount: FileSystem.size(path), damage: nil)
        }
        try report(.damaged(path: path, reason: reason))
        if access(FileSystem.folder(of: path), W_OK) == 0 { try FileSystem.remove(FileStamp.path(for: path)) }
        return CheckedFile(path: path, byteCount: FileSystem.size(path), damage: reason)
    }

    /// Takes downloads out of the cache: only files that were put there by this module.
    ///
    /// - Parameter name: A data set, or `nil` for all. One that comes in an archive with others takes the archive along.
    /// - Returns: What was taken out.
    /// - Throws: ``DatasetError``: `notFound` where there is no such data set; `inputOutput`.
    @discardableResult
    public func clear(_ name: String? = nil) throws -> Cleared {
        var files = 0
        var byteCount = 0
        for (folder, paths) in Dictionary(grouping: try cachedPaths(name), by: FileSystem.folder(of:))
        where FileSystem.isDirectory(folder) {
            try DatasetCache.holdingLock(of: folder, report) {
                try TemporaryName.removeLeftovers(in: folder)
                for path in paths {
                    let size = FileSystem.size(path)
                    if try FileSystem.remove(path) {
                        files += 1
                        byteCount += size
                    }
                    try FileSystem.remove(FileStamp.path(for: path))
                }
                // The lock goes last, and only with the folder: whoever waits for it notices and makes a new one.
                if try FileSystem.listAll(folder) == [DatasetCache.lockName] {
                    try FileSystem.remove(folder + "/" + DatasetCache.lockName)
                    rmdir(folder)
                }
            }
        }
        rmdir(cacheDirectory)
        return Cleared(files: files, byteCount: byteCount)
    }

    /// Every path that this module may have put into the cache for a data set, or for all.
    private func cachedPaths(_ name: String?) throws -> [String] {
        let cache = DatasetCache(directory: cacheDirectory)
        let descriptions = try name.map { [try description(named: $0)] } ?? catalogue
        var paths: [String] = []
        for description in descriptions {
            for file in description.files {
                paths.append(cache.path(of: file, in: description))
                if file.member != nil { paths.append(cache.path(of: file.download, in: description)) }
            }
        }
        var seen = Set<String>()
        return paths.filter { seen.insert($0).inserted }
    }
}
