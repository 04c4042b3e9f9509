#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file being written, closed with its last use.
struct OutputFile: ~Copyable {
    private let descriptor: CInt
    private let path: String

    /// Makes a file, or empties the one that is there.
    init(path: String) throws(DatasetError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        self.path = path
        guard descriptor >= 0 else { throw DatasetError.system(writing: path) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Appends bytes, all of them.
    func write(_ bytes: UnsafeRawBufferPointer) throws(DatasetError) {
        var rest = bytes
        while !rest.isEmpty {
            #if canImport(Darwin)
                let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
            #elseif canImport(Musl)
                let count = Musl.write(descriptor, rest.baseAddress, rest.count)
            #else
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            #endif
            if count < 0 {
                guard errno == EINTR else { throw DatasetError.system(writing: path) }
                continue
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Appends bytes, all of them.
    func write(_ bytes: [UInt8]) throws(DatasetError) {
        // `withUnsafeBytes` of an array does not keep the type of what its body throws.
        let result = bytes.withUnsafeBytes { (buffer) -> Result<Void, DatasetError> in
            Result { () throws(DatasetError) in try write(buffer) }
        }
        try result.get()
    }

    /// Waits until the bytes are on the disk.
    func synchronize() throws(DatasetError) {
        guard fsync(descriptor) == 0 else { throw DatasetError.system(writing: path) }
    }

    /// Waits until the bytes of a file that somebody else wrote are on the disk.
    static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DatasetError.system(opening: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DatasetError.system(writing: path) }
    }
}
