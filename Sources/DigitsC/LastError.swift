#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why each thread's last failing call failed.
///
/// The text belongs to the thread and is freed with it, so that two threads never see each other's errors.
enum LastError {
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        guard pthread_key_create(&key, { free($0) }) == 0 else {
            fatalError("the process has no thread-local storage left for the last error")
        }
        return key
    }()

    /// Keeps a text as the calling thread's last error; where there is no memory for it, none.
    static func set(_ text: String) {
        free(pthread_getspecific(key))
        pthread_setspecific(key, strdup(text))
    }

    /// The calling thread's last error, valid until the next is set; empty before the first.
    static var text: UnsafePointer<CChar> {
        guard let text = pthread_getspecific(key) else { return ConstantText.empty }
        return UnsafePointer(text.assumingMemoryBound(to: CChar.self))
    }
}
