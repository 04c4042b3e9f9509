#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A whole file mapped into memory for reading: opened at once, paged in as it is touched, unmapped with the last
/// reference.
///
/// The file must not be cut while it is mapped. Files of the cache never are: they are replaced by renaming, and the
/// old content lives on until it is unmapped.
final class MappedFile: Sendable {
    /// The first byte; a number since no pointer is `Sendable`; zero where the file is empty.
    private let address: UInt
    /// The length in bytes.
    let count: Int

    /// Maps a file.
    ///
    /// - Throws: ``DatasetError``: `notFound` where there is no file, `inputOutput` where it cannot be read.
    convenience init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DatasetError.system(opening: path) }
        defer { close(descriptor) }
        try self.init(descriptor: descriptor, path: path)
    }

    /// Maps an open file, which the caller goes on to own; `path` is for the error's text.
    init(descriptor: CInt, path: String) throws {
        guard let status = FileStatus(descriptor: descriptor) else { throw DatasetError.system(reading: path) }
        guard status.isFile else { throw DatasetError(.inputOutput, "\(path) is not a regular file") }
        count = status.size
        guard count > 0 else {
            address = 0
            return
        }
        guard let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED else {
            throw DatasetError.system(reading: path)
        }
        address = UInt(bitPattern: mapped)
    }

    deinit {
        if count > 0 {
            munmap(UnsafeMutableRawPointer(bitPattern: address), count)
        }
    }

    /// Lends the bytes for the time of a call.
    func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count))
    }
}
