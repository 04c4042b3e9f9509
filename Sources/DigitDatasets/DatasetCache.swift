/// The folder that downloads are kept in: one folder a download, in it decompressed IDX files, each with its stamp.
struct DatasetCache {
    /// The path of the whole cache.
    let directory: String

    /// What is to be thought of a file of the cache.
    enum State: Equatable {
        case absent
        case whole
        case damaged(String)
    }

    /// The folder of a data set; those that come in one archive share it.
    func folder(of description: DatasetDescription) -> String { directory + "/" + description.downloadFolder }

    /// Where a decompressed file is kept.
    func path(of file: DatasetFile, in description: DatasetDescription) -> String {
        folder(of: description) + "/" + file.name
    }

    /// Where an archive is kept.
    func path(of download: DatasetFile.Download, in description: DatasetDescription) -> String {
        folder(of: description) + "/" + download.name
    }

    /// Calls `body` while no other process, nor any other thread, does so for that folder.
    static func holdingLock<R>(
        of folder: String, _ report: (DatasetEvent) throws -> Void, _ body: () throws -> R
    ) throws -> R {
        try FileLock.hold(folder + "/" + lockName, waiting: { try report(.waiting(folder: folder)) }, body)
    }

    /// The file whose lock is held while a folder of the cache is changed.
    static let lockName = ".lock"

    /// Compares a file with its stamp: at once where length and time are right, by its checksum where only the time is
    /// not, as after copying the cache.
    func state(of path: String) throws -> State {
        guard let status = FileStatus(path) else { return .absent }
        guard let stamp = FileStamp(keptFor: path) else { return .damaged("it has no stamp") }
        guard status.size == stamp.size else {
            return .damaged("expected \(stamp.size) bytes, found \(status.size)")
        }
        if stamp.modified == status.modified { return .whole }
        let verified = try verify(path)
        if verified == .whole {
            // Where the cache may not be written, the checksum is computed again next time.
            try? writeStamp(FileStamp(of: path, sha256: stamp.sha256), for: path)
        }
        return verified
    }

    /// Compares the bytes of a file with its stamp.
    func verify(_ path: String) throws -> State {
        guard FileSystem.exists(path) else { return .absent }
        guard let stamp = FileStamp(keptFor: path) else { return .damaged("it has no stamp") }
        let file = try MappedFile(path: path)
        guard file.count == stamp.size else { return .damaged("expected \(stamp.size) bytes, found \(file.count)") }
        let sha256 = SHA256Digest.of(file)
        guard sha256 == stamp.sha256 else {
            return .damaged("expected SHA-256 \(stamp.sha256), found \(sha256)")
        }
        return .whole
    }

    /// Puts a finished file in place: synced by its writer, stamped here, then renamed.
    func store(_ finished: String, as path: String, sha256: String) throws {
        try writeStamp(FileStamp(of: finished, sha256: sha256), for: path)
        try FileSystem.replace(path, with: finished)
    }

    private func writeStamp(_ stamp: FileStamp, for path: String) throws {
        let kept = FileStamp.path(for: path)
        let temporary = TemporaryName.make(for: kept)
        do {
            let file = try OutputFile(path: temporary)
            var text = stamp.text
            try text.withUTF8 { try file.write(UnsafeRawBufferPointer($0)) }
            try file.synchronize()
            try FileSystem.replace(kept, with: temporary)
        } catch {
            _ = try? FileSystem.remove(temporary)
            throw error
        }
    }
}
