/// What happens while data are looked for and downloaded, for whoever wants to show it.
public enum DatasetEvent: Sendable {
    /// A split is about to be read from there.
    case opening(split: Split, path: String)
    /// Another process is downloading into this folder; its work will be used.
    case waiting(folder: String)
    /// A download begins.
    case downloading(name: String, url: String)
    /// A download goes on.
    case progress(DownloadProgress)
    /// A transfer failed in a way that may pass; it is tried again after a pause.
    case retrying(name: String, url: String, reason: String, attempt: Int, seconds: Double)
    /// A mirror was given up; the next one is tried, if there is one.
    case mirrorFailed(name: String, url: String, reason: String)
    /// A download is whole and is being checked and decompressed.
    case unpacking(name: String)
    /// A file was put in place in the cache.
    case stored(path: String, byteCount: Int)
    /// A file of the cache is not what was stored there; it is replaced, where downloading is allowed.
    case damaged(path: String, reason: String)
}

/// How far a download has come.
public struct DownloadProgress: Sendable, Hashable {
    /// The name of the file.
    public let name: String
    /// Bytes received so far.
    public let received: Int
    /// Bytes there will be.
    public let total: Int
    /// Seconds since the transfer began.
    public let seconds: Double

    /// Describes a point in a transfer.
    public init(name: String, received: Int, total: Int, seconds: Double) {
        self.name = name
        self.received = received
        self.total = total
        self.seconds = seconds
    }

    /// The mean rate so far, or `nil` while it is too early to tell.
    public var bytesPerSecond: Double? {
        seconds > 0 && received > 0 ? Double(received) / seconds : nil
    }

    /// Seconds left at the mean rate, or `nil` while it is too early to tell.
    public var secondsLeft: Double? {
        bytesPerSecond.map { Double(max(total - received, 0)) / $0 }
    }
}
