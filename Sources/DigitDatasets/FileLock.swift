#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Locks between processes and threads, on files that exist for nothing else; a process that ends lets go of its own.
enum FileLock {
    /// Calls `body` while holding the lock at a path, whose file is made where it is not there.
    ///
    /// `waiting` is called where somebody else has the lock, and again after each signal, so that it can end the wait.
    static func hold<R>(_ path: String, waiting: () throws -> Void, _ body: () throws -> R) throws -> R {
        var hasWaited = false
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw DatasetError.system(writing: path) }
            defer { close(descriptor) }
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                guard errno == EWOULDBLOCK || errno == EINTR else { throw DatasetError.system(writing: path) }
                if !hasWaited { try waiting() }
                hasWaited = true
                while flock(descriptor, LOCK_EX) != 0 {
                    guard errno == EINTR else { throw DatasetError.system(writing: path) }
                    try waiting()
                }
            }
            // Where the holder removed the file while we waited, the next comer makes a new one, and so do we.
            if isStill(descriptor, at: path) { return try body() }
        }
    }

    private static func isStill(_ descriptor: CInt, at path: String) -> Bool {
        guard let held = FileStatus(descriptor: descriptor) else { return false }
        return held.identity == FileStatus(path)?.identity
    }
}
