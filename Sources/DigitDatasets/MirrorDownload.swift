/// One download from a list of mirrors: each is tried a few times, then the next, until a file is right.
struct MirrorDownload {
    /// What is wanted.
    let download: DatasetFile.Download
    /// Gets one URL.
    let fetch: Fetching
    /// How often, how long, with what pauses.
    let retries: RetryPolicy
    /// Told what happens.
    let report: @Sendable (DatasetEvent) throws -> Void

    /// Downloads into a file and checks it by length and SHA-256.
    ///
    /// - Parameters:
    ///   - path: The file to write; it is the caller's to remove where this throws.
    ///   - mirrors: The beginnings of URLs, in the order to try them.
    /// - Returns: The mirror that had it.
    /// - Throws: ``DatasetError``: `unavailable` with every mirror's failure; `inputOutput` where the file could not be
    ///   written.
    func run(into path: String, from mirrors: [String]) throws -> String {
        var failures: [String] = []
        for mirror in mirrors {
            let url = MirrorDownload.url(mirror, download.name)
            guard let failure = try tryMirror(url, into: path) else { return mirror }
            failures.append("\(url): \(failure)")
            try report(.mirrorFailed(name: download.name, url: url, reason: failure))
        }
        throw DatasetError(
            .unavailable,
            "could not download \(download.name): " + failures.joined(separator: "; ")
                + "; check the connection, try --mirror URL, or put the file into a folder and set DIGITS_DATA_DIR")
    }

    /// Joins a mirror and a file name with exactly one slash.
    static func url(_ mirror: String, _ name: String) -> String {
        mirror.hasSuffix("/") ? mirror + name : mirror + "/" + name
    }

    /// Tries one mirror as often as makes sense; returns why it failed, or `nil` where it did not.
    private func tryMirror(_ url: String, into path: String) throws -> String? {
        var attempt = 1
        while true {
            do {
                try report(.downloading(name: download.name, url: url))
                // A new file each time: whatever an attempt that was given up still writes must not get into this one.
                try FileSystem.remove(path)
                try fetch(request(url, into: path))
                return try mistake(in: path)
            } catch let failure as FetchFailure {
                guard failure.reason != .inputOutput else {
                    throw DatasetError(
                        .inputOutput,
                        "\(failure.message), downloading \(download.name); XDG_CACHE_HOME may name a folder elsewhere")
                }
                guard failure.isRetryable, attempt < retries.attempts else {
                    return attempt == 1 ? failure.message : "\(failure.message), after \(attempt) attempts"
                }
                let pause = retries.pause(after: attempt)
                attempt += 1
                try report(
                    .retrying(
                        name: download.name, url: url, reason: failure.message, attempt: attempt, seconds: pause))
                retries.sleep(pause)
            }
        }
    }

    /// Bytes accepted beyond the file's own, so that a page that comes in place of a small file can be told as one.
    private static let allowance = 1 << 16

    private func request(_ url: String, into path: String) -> FetchRequest {
        let start = ContinuousClock.now
        return FetchRequest(
            url: url, destination: path, byteLimit: download.byteCount + Self.allowance, timeout: retries.timeout
        ) { [report, download] received, _ in
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            try report(
                .progress(
                    DownloadProgress(
                        name: download.name, received: received, total: download.byteCount, seconds: seconds)))
        }
    }

    /// What is wrong with a file that was downloaded, or `nil`.
    private func mistake(in path: String) throws -> String? {
        let file = try MappedFile(path: path)
        if file.count == download.byteCount {
            let sha256 = SHA256Digest.of(file)
            if sha256 == download.sha256 { return nil }
            return "\(kind(of: file))expected SHA-256 \(download.sha256), found \(sha256)"
        }
        return "\(kind(of: file))expected \(download.byteCount) bytes, found \(file.count)"
    }

    /// Names what servers send in place of files.
    private func kind(of file: MappedFile) -> String {
        let start = file.withUnsafeBytes { String(decoding: $0.prefix(512), as: UTF8.self) }
        let text = String(start.drop(while: \.isWhitespace)).lowercased()
        if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") { return "the server sent an HTML page: " }
        if text.hasPrefix("version https://git-lfs") { return "the server sent a Git LFS pointer: " }
        return ""
    }
}
