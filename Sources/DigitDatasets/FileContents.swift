#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whole files, for the modules above: read with a limit, written all or not at all.
package enum FileContents {
    /// Reads a file of at most `limit` bytes; a pipe or a terminal too, to its end.
    ///
    /// - Throws: ``DatasetError``: `notFound`, `inputOutput`, or `damaged` where it is longer.
    package static func read(_ path: String, limit: Int) throws(DatasetError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DatasetError.system(opening: path) }
        defer { close(descriptor) }
        // A regular file's length is known; of anything else, a piece at a time is read until it ends.
        let expected = min(FileStatus(path).map { $0.isFile ? $0.size : 0 } ?? 0, limit)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(expected + 1)
        while bytes.count <= limit {
            let wanted = max(expected + 1 - bytes.count, 65_536)
            let (part, count) = readPart(descriptor, atMost: wanted)
            if count == 0 { return bytes }
            if count < 0 {
                guard errno == EINTR else { throw DatasetError.system(reading: path) }
                continue
            }
            bytes.append(contentsOf: part)
        }
        throw DatasetError(.damaged, "\(path): expected at most \(limit) bytes, found more")
    }

    /// Writes a file: in full under another name, then put in place at once, so that an old one is never half lost.
    ///
    /// What is not a regular file, such as `/dev/stdout`, is written to directly.
    ///
    /// - Throws: ``DatasetError`` of kind `inputOutput`.
    package static func write(_ bytes: [UInt8], to link: String) throws(DatasetError) {
        // A link stays one: what it points to is replaced.
        let path = FileSystem.realPath(link) ?? link
        if let status = FileStatus(path), !status.isFile {
            try writeAll(bytes, to: path, synchronized: false)
            return
        }
        let temporary = TemporaryName.make(for: path)
        do {
            try writeAll(bytes, to: temporary, synchronized: true)
            try FileSystem.replace(path, with: temporary)
        } catch {
            unlink(temporary)
            throw DatasetError(error.kind, error.message.replacing(temporary, with: path))
        }
    }

    /// Finds out whether a file can be written, before a long work that ends in writing it.
    ///
    /// - Throws: ``DatasetError`` of kind `inputOutput`.
    package static func checkWritable(_ path: String) throws(DatasetError) {
        if FileSystem.isDirectory(path) { throw DatasetError(.inputOutput, "could not write \(path): it is a folder") }
        let folder = FileSystem.folder(of: path)
        guard access(folder, W_OK) == 0 else {
            throw DatasetError(
                .inputOutput, "could not write \(path): \(String(cString: strerror(errno))) (the folder \(folder))")
        }
    }

    /// Whether anything is at that path.
    package static func exists(_ path: String) -> Bool { FileSystem.exists(path) }

    /// Whether a folder is at that path that may be looked into.
    package static func isReadableFolder(_ path: String) -> Bool {
        FileSystem.isDirectory(path) && access(path, R_OK | X_OK) == 0
    }

    /// Makes a folder and those above it, where they are not there yet.
    package static func makeDirectory(_ path: String) throws { try FileSystem.makeDirectory(path) }

    /// Removes a file.
    ///
    /// - Throws: ``DatasetError`` of kind `inputOutput`.
    package static func remove(_ path: String) throws { try FileSystem.remove(path) }

    /// The SHA-256 of a file, in lower-case hexadecimal.
    package static func sha256(_ path: String) throws -> String { SHA256Digest.of(try MappedFile(path: path)) }

    private static func readPart(_ descriptor: CInt, atMost count: Int) -> (bytes: [UInt8], count: Int) {
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            #if canImport(Darwin)
                result = Darwin.read(descriptor, buffer.baseAddress, count)
            #elseif canImport(Musl)
                result = Musl.read(descriptor, buffer.baseAddress, count)
            #else
                result = Glibc.read(descriptor, buffer.baseAddress, count)
            #endif
            filled = max(result, 0)
        }
        return (bytes, result)
    }

    private static func writeAll(_ bytes: [UInt8], to path: String, synchronized: Bool) throws(DatasetError) {
        let file = try OutputFile(path: path)
        try file.write(bytes)
        if synchronized { try file.synchronize() }
    }
}
