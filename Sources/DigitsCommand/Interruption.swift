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

    /// Catches the next `^C` (and a polite `kill`), whatever the process that started this one had blocked.
    static func listen() {
        var numbers = sigset_t()
        sigemptyset(&numbers)
        for number in [SIGINT, SIGTERM] { sigaddset(&numbers, number) }
        pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.signals = 1
                signal(number, SIG_DFL)
            }
        }
    }
}
