import DigitFormats

/// Brings files of one data set into the cache, one process at a time.
struct CacheFiller {
    private let cache: DatasetCache
    private let library: DatasetLibrary
    private let fetch: Fetching
    private let description: DatasetDescription

    /// Prepares to bring files of a data set.
    init(_ library: DatasetLibrary, _ fetch: @escaping Fetching, _ description: DatasetDescription) {
        cache = DatasetCache(directory: library.cacheDirectory)
        self.library = library
        self.fetch = fetch
        self.description = description
    }

    /// Makes sure that files are in the cache and whole: waits for whoever is bringing them, and brings what then is
    /// still missing or damaged.
    func fill(_ files: [DatasetFile]) throws {
        let folder = cache.folder(of: description)
        try FileSystem.makeDirectory(folder)
        try DatasetCache.holdingLock(of: folder, library.report) {
            try TemporaryName.removeLeftovers(in: folder)
            var mirrors = library.mirrors.isEmpty ? description.mirrors : library.mirrors
            for file in files where try isNeeded(cache.path(of: file, in: description)) {
                try bring(file, &mirrors)
            }
        }
    }

    /// Whether a file is missing or damaged; damage is reported.
    private func isNeeded(_ path: String) throws -> Bool {
        switch try cache.state(of: path) {
        case .whole: return false
        case .absent: return true
        case .damaged(let reason):
            try library.report(.damaged(path: path, reason: reason))
            return true
        }
    }

    private func bring(_ file: DatasetFile, _ mirrors: inout [String]) throws {
        let path = cache.path(of: file, in: description)
        guard let member = file.member else {
            return try withTemporary(for: cache.path(of: file.download, in: description)) { gzipped in
                try download(file.download, into: gzipped, &mirrors)
                let mapped = try MappedFile(path: gzipped)
                try mapped.withSpan { bytes in try unpack(bytes, file, as: path) }
            }
        }
        let archive = cache.path(of: file.download, in: description)
        if try isNeeded(archive) {
            try withTemporary(for: archive) { temporary in
                try download(file.download, into: temporary, &mirrors)
                try cache.store(temporary, as: archive, sha256: file.download.sha256)
                try library.report(.stored(path: archive, byteCount: file.download.byteCount))
            }
        }
        try ArchiveMember.read(member, from: archive) { bytes in try unpack(bytes, file, as: path) }
    }

    /// Downloads and checks; the mirror that had it moves to the front, so that dead ones cost their time-outs once.
    private func download(
        _ download: DatasetFile.Download, into path: String, _ mirrors: inout [String]
    ) throws {
        let mirror = try MirrorDownload(
            download: download, fetch: fetch, retries: library.retries, report: library.report
        ).run(into: path, from: mirrors)
        mirrors.removeAll { $0 == mirror }
        mirrors.insert(mirror, at: 0)
        try OutputFile.synchronize(path)
        try library.report(.unpacking(name: download.name))
    }

    /// Decompresses into the cache, checking the header and computing the checksum on the way.
    private func unpack(_ gzipped: RawSpan, _ file: DatasetFile, as path: String) throws {
        try withTemporary(for: path) { temporary in
            let output = try OutputFile(path: temporary)
            var digest = SHA256Digest()
            let header: IDX.Header
            do {
                header = try IDX.unpack(possiblyGzipped: gzipped) { piece in
                    try piece.withUnsafeBytes { bytes in
                        digest.update(bytes)
                        try output.write(bytes)
                    }
                }
            } catch let error as FormatError {
                throw DatasetError(.damaged, "\(file.download.name): \(error), although its checksum is right")
            }
            guard file.describes(header) else {
                throw DatasetError(
                    .damaged,
                    "\(file.name): expected \(file.role.rawValue), found \(header.elementType.rawValue) of \(header.shape)"
                )
            }
            try output.synchronize()
            try cache.store(temporary, as: path, sha256: digest.hexadecimal)
            try library.report(.stored(path: path, byteCount: header.fileByteCount))
        }
    }

    /// Lends a name for an unfinished file, and removes what is left of it.
    private func withTemporary<R>(for path: String, _ body: (String) throws -> R) throws -> R {
        let temporary = TemporaryName.make(for: path)
        defer { _ = try? FileSystem.remove(temporary) }
        return try body(temporary)
    }
}

extension DatasetFile {
    /// Whether a header is that of this file.
    fileprivate func describes(_ header: IDX.Header) -> Bool {
        let isOfKind =
            switch role {
            case .images: header.elementType == .uint8 && header.shape.count == 3 && header.shape[1...] == [28, 28]
            case .labels: header.elementType == .uint8 && header.shape.count == 1
            case .labelColumns: header.elementType == .int32 && header.shape.count == 2 && header.shape[1] > 0
            }
        return isOfKind && (count ?? header.shape[0]) == header.shape[0]
    }
}
