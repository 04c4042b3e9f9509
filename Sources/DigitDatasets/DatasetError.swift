#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a data set could not be had.
///
/// Two errors are equal when their ``kind`` is: callers decide by that, people read ``description``, which is one line
/// that says what was expected, what was found, where, and what to do next.
public struct DatasetError: Error, Sendable {
    /// The class of a failure: what a caller may want to act on.
    public enum Kind: Sendable, Hashable {
        /// There is no such data set, split, folder or file.
        case notFound
        /// The data are there but not whole, or not what they should be.
        case damaged
        /// Nothing could be downloaded: every mirror failed.
        case unavailable
        /// Reading or writing failed: a full disk, a folder that may not be written.
        case inputOutput
        /// The request makes no sense: an index outside the data set, a setting that cannot be.
        case usage
    }

    /// The class of the failure.
    public let kind: Kind
    /// One line without a full stop: expected, found, where, next step.
    public let message: String

    /// Creates an error.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The failure of a system call just made on a path, by `errno`: no such file is `notFound`, all else `inputOutput`.
    static func system(opening path: String) -> DatasetError {
        let code = errno
        return code == ENOENT || code == ENOTDIR
            ? DatasetError(.notFound, "\(path) is not there") : system("open", path, code)
    }

    /// The failure of a read just made, by `errno`.
    static func system(reading path: String) -> DatasetError { system("read", path, errno) }

    /// The failure of a write just made, by `errno`; a full disk says what to do.
    static func system(writing path: String) -> DatasetError { system("write", path, errno) }

    private static func system(_ verb: String, _ path: String, _ code: CInt) -> DatasetError {
        let reason = String(cString: strerror(code))
        let advice =
            switch (verb, code) {
            case (_, ENOSPC), (_, EDQUOT): "; free some space or set XDG_CACHE_HOME to a folder on another disk"
            case ("write", EACCES), ("write", EPERM), ("write", EROFS):
                "; choose a folder that may be written"
            case (_, ENOLCK): "; set XDG_CACHE_HOME to a folder on a local disk"
            default: ""
            }
        return DatasetError(.inputOutput, "could not \(verb) \(path): \(reason)\(advice)")
    }
}

extension DatasetError: Equatable {
    /// Equal when the kind is; the wording is for people.
    public static func == (a: DatasetError, b: DatasetError) -> Bool { a.kind == b.kind }
}

extension DatasetError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
