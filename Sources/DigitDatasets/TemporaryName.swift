#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Names of files that are not finished: in the folder of the finished one, so that renaming is enough; hidden; and
/// never the same twice.
enum TemporaryName {
    private static let prefix = "."
    private static let suffix = ".part"

    /// A new name for the unfinished form of a file.
    static func make(for path: String) -> String {
        let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        let random = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return path[..<slash] + prefix + path[slash...] + ".\(getpid())-\(random)" + suffix
    }

    /// Whether a name, without its folder, is one of these.
    static func matches(_ name: String) -> Bool { name.hasPrefix(prefix) && name.hasSuffix(suffix) }

    /// Removes what processes that are no more have left in a folder; the caller has the folder's lock, so that nobody
    /// is at work there.
    static func removeLeftovers(in folder: String) throws {
        for name in try FileSystem.listAll(folder) where matches(name) {
            try FileSystem.remove(folder + "/" + name)
        }
    }
}
