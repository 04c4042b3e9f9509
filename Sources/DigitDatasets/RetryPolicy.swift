#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How much patience a download has with one mirror.
public struct RetryPolicy: Sendable {
    /// How often a mirror is asked for a file before the next one is, at least once.
    public var attempts: Int
    /// How long to wait for a connection, and then for each next byte, in seconds.
    public var timeout: Double
    /// The pause before the second attempt, in seconds; it doubles with each further one.
    public var firstPause: Double
    /// Sleeps for that many seconds; tests give their own.
    package var sleep: @Sendable (Double) -> Void

    /// Describes a policy; times are in seconds.
    public init(attempts: Int = 3, timeout: Double = 30, firstPause: Double = 1) {
        self.attempts = attempts
        self.timeout = timeout
        self.firstPause = firstPause
        sleep = { seconds in _ = usleep(useconds_t(min(max(seconds, 0), 60) * 1_000_000)) }
    }

    /// The pause after a failed attempt, counted from 1.
    func pause(after attempt: Int) -> Double {
        (1..<attempt).reduce(firstPause) { pause, _ in 2 * pause }
    }
}
