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
        sleep = { seconds in
            let whole = min(max(seconds, 0), 60)
            var time = timespec(tv_sec: Int(whole), tv_nsec: Int((whole - whole.rounded(.down)) * 1e9))
            // A signal ends the pause early, so that whoever caught it is heard.
            nanosleep(&time, nil)
        }
    }

    /// The pause after a failed attempt, counted from 1.
    func pause(after attempt: Int) -> Double {
        (1..<attempt).reduce(firstPause) { pause, _ in 2 * pause }
    }
}
