/// Gets one URL into one new local file, or throws.
///
/// All policy (mirrors, retries, checksums, where a file ends up) is on this side of it, so that a test needs no network
/// and `digits` needs no networking library. `URLSessionFetcher` of the module DigitsDownload is one, ``HelperFetcher``
/// another.
///
/// A failure is thrown as ``FetchFailure``; whatever the request's progress function throws ends the work and is thrown
/// on. A file may be left behind; it is the caller's to remove.
public typealias Fetching = @Sendable (FetchRequest) throws -> Void

/// One transfer: what, where to, and how much patience.
public struct FetchRequest: Sendable {
    /// The URL, `https` or `http`.
    public let url: String
    /// The path of the file to write, in a folder that exists; an old file is written over.
    public let destination: String
    /// The most bytes to accept.
    public let byteLimit: Int
    /// How long to wait for a connection, and then for each next byte, in seconds.
    public let timeout: Double
    /// Told from time to time how many bytes are there, and how many there will be where the server said so.
    public let progress: @Sendable (_ received: Int, _ total: Int?) throws -> Void

    /// Describes a transfer; `timeout` is in seconds.
    public init(
        url: String, destination: String, byteLimit: Int, timeout: Double = 30,
        progress: @escaping @Sendable (_ received: Int, _ total: Int?) throws -> Void = { _, _ in }
    ) {
        self.url = url
        self.destination = destination
        self.byteLimit = byteLimit
        self.timeout = timeout
        self.progress = progress
    }
}

/// Why one transfer failed.
public struct FetchFailure: Error, Sendable, Equatable {
    /// The class of a failure.
    public enum Reason: Sendable, Hashable {
        /// The server answered with another status than 200.
        case status(Int)
        /// Nothing came for too long.
        case timedOut
        /// More bytes came, or were announced, than the request accepts.
        case tooLarge
        /// The connection could not be made or broke off.
        case connection
        /// The server's name is not known here, or there is no network at all.
        case unreachable
        /// The URL, or one that the server sent us on to, is not one that may be fetched.
        case refused
        /// The file could not be written.
        case inputOutput
    }

    /// The class of the failure.
    public let reason: Reason
    /// One line for people, without the URL.
    public let message: String

    /// Creates a failure.
    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// Whether the same request may well succeed a little later: the server is busy, or the line broke.
    public var isRetryable: Bool {
        switch reason {
        case .status(let code): code == 408 || code == 429 || code >= 500
        case .timedOut, .connection: true
        case .unreachable, .tooLarge, .refused, .inputOutput: false
        }
    }
}
