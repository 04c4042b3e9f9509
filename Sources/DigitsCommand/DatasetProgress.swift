import DigitDatasets

/// Shows on standard error what happens while data is looked for and downloaded.
struct DatasetProgress: Sendable {
    private let quiet: Bool
    private let verbose: Bool
    private let line: ProgressLine

    init(_ global: GlobalOptions) {
        quiet = global.quiet
        verbose = global.verbose
        line = ProgressLine(isQuiet: global.quiet)
    }

    /// Shows an event; warnings even where quiet was asked for.
    func report(_ event: DatasetEvent) {
        switch event {
        case .opening(let split, let path):
            if verbose { line.note("reading \(split.rawValue) from \(path)") }
        case .waiting(let folder):
            line.note("another process is downloading into \(folder), waiting for it")
        case .downloading(let name, let url):
            line.note("downloading \(name) from \(url)")
        case .progress(let progress):
            line.show(Self.text(progress), done: progress.received == progress.total)
        case .retrying(_, let url, let reason, let attempt, let seconds):
            line.note("\(url): \(reason); attempt \(attempt) in \(TextFormat.duration(seconds))")
        case .mirrorFailed(_, let url, let reason):
            line.note("\(url): \(reason); giving this mirror up")
        case .unpacking(let name):
            if verbose { line.note("checking and unpacking \(name)") }
        case .stored(let path, let byteCount):
            if verbose { line.note("stored \(path), \(TextFormat.bytes(byteCount))") }
        case .damaged(let path, let reason):
            line.clear()
            Console.warning("\(path) is damaged: \(reason)")
        }
    }

    private static func text(_ progress: DownloadProgress) -> String {
        let share = progress.total > 0 ? min(100, 100 * progress.received / progress.total) : 0
        var text = "\(progress.name)  \(share) %  \(TextFormat.bytes(progress.received))"
        if let rate = progress.bytesPerSecond { text += "  \(TextFormat.bytes(Int(rate)))/s" }
        if let left = progress.secondsLeft, left >= 1 { text += "  \(TextFormat.duration(left.rounded())) left" }
        return text
    }
}
