#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The first `^C` asks a long work to end in order; the second ends the process at once.
enum Interruption {
    /// Written by the signal handler alone and read by one thread: a word that is written whole.
    nonisolated(unsafe) private static var signals: sig_atomic_t = 0

    /// Whether `^C` was pressed since ``listen()``.
    static var isRequested: Bool { signals != 0 }

    /// Catches the next `^C` (and a polite `kill`).
    static func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.signals = 1
                signal(number, SIG_DFL)
            }
        }
    }
}
