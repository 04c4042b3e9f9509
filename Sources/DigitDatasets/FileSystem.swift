#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The few questions and changes that this module puts to a file system.
package enum FileSystem {
    /// Whether anything is at that path.
    static func exists(_ path: String) -> Bool { FileStatus(path) != nil }

    /// Whether a folder is at that path.
    static func isDirectory(_ path: String) -> Bool {
        FileStatus(path)?.isDirectory ?? false
    }

    /// Whether a regular file is at that path.
    static func isFile(_ path: String) -> Bool {
        FileStatus(path)?.isFile ?? false
    }

    /// The length of a file in bytes, or 0 where there is none.
    static func size(_ path: String) -> Int { FileStatus(path)?.size ?? 0 }

    /// The names in a folder that do not start with a dot, in the order of their bytes.
    static func list(_ folder: String) throws -> [String] {
        try listAll(folder).filter { !$0.hasPrefix(".") }
    }

    /// All names in a folder, in the order of their bytes.
    static func listAll(_ folder: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted {
                $0.utf8.lexicographicallyPrecedes($1.utf8)
            }
        } catch {
            throw DatasetError(.inputOutput, "could not list the folder \(folder)")
        }
    }

    /// The folder that a path is in.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a folder and those above it, where they are not there yet.
    static func makeDirectory(_ path: String) throws {
        var end = path.startIndex
        while end != path.endIndex {
            end = path[end...].dropFirst().firstIndex(of: "/") ?? path.endIndex
            let part = String(path[..<end])
            if mkdir(part, 0o755) == 0 { continue }
            // Looking at what is there sets the reason anew.
            let reason = errno
            if isDirectory(part) { continue }
            errno = reason
            throw DatasetError.system(writing: part)
        }
    }

    /// Puts a finished file in place of another or of none: at once, and for good once it returns.
    static func replace(_ path: String, with finished: String) throws(DatasetError) {
        guard rename(finished, path) == 0 else { throw DatasetError.system(writing: path) }
        let descriptor = open(folder(of: path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        // Not every file system syncs folders; the file itself is already safe.
        _ = fsync(descriptor)
        close(descriptor)
    }

    /// Removes a file; one that is not there is fine.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    static func remove(_ path: String) throws -> Bool {
        if unlink(path) == 0 { return true }
        if errno == ENOENT { return false }
        throw DatasetError.system(writing: path)
    }
}
