#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the system knows about a file or a folder.
struct FileStatus {
    /// The length in bytes.
    let size: Int
    /// When the content last changed: seconds and nine digits of their fraction.
    let modified: String
    let isFile: Bool
    let isDirectory: Bool
    /// What is the same only for one and the same file.
    let identity: [UInt64]

    /// Asks for a path, links followed; `nil` where there is nothing.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Asks for an open file.
    init?(descriptor: CInt) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        let nanoseconds = String(time.tv_nsec)
        size = Int(status.st_size)
        modified = "\(time.tv_sec)." + String(repeating: "0", count: max(0, 9 - nanoseconds.count)) + nanoseconds
        isFile = status.st_mode & S_IFMT == S_IFREG
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        identity = [UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino)]
    }
}
