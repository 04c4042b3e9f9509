#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many files, connections among them, this process may have open.
enum FileLimit {
    /// Files that are open besides connections, with room to spare.
    private static let reserve = 64

    /// Raises the limit as far as the system allows, and tells how many connections it leaves room for.
    static func raise() -> Int {
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return Int.max }
        let current = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        if setrlimit(resource, &limit) != 0 { limit.rlim_cur = current }
        return max(1, Int(clamping: limit.rlim_cur) - reserve)
    }
}
