#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where data sets are looked for, and whether and how they may be downloaded.
///
/// A data set of the catalogue is looked for in ``dataDirectory``, then in the cache, then downloaded into the cache.
///
/// ```swift
/// let library = DatasetLibrary(fetch: URLSessionFetcher.fetch) { event in print(event) }
/// let mnist = try library.dataset(named: "mnist")
/// ```
public struct DatasetLibrary: Sendable {
    /// A folder of one's own with data sets, under their canonical names, gzipped or not, directly or in a folder named
    /// after the data set.
    public var dataDirectory: String?
    /// The folder that downloads are kept in; made when it is needed.
    public var cacheDirectory: String
    /// Gets files; `nil` means that nothing is downloaded.
    public var fetch: Fetching?
    /// Where to download from instead of the catalogue's mirrors: beginnings of URLs, which file names follow.
    public var mirrors: [String]
    /// How often a mirror is tried, how long it may take and how long to pause.
    public var retries: RetryPolicy
    /// Told what happens; what it throws ends the work and is thrown on.
    public var report: @Sendable (DatasetEvent) throws -> Void
    /// The data sets that have a name.
    let catalogue: [DatasetDescription]

    /// Describes where to look.
    ///
    /// - Parameters:
    ///   - dataDirectory: A folder of one's own; looked into first.
    ///   - cacheDirectory: The folder for downloads; the platform's own where it is `nil`.
    ///   - fetch: Gets files; `nil` means that nothing is downloaded.
    ///   - mirrors: Where to download from instead of the catalogue's mirrors; none means the catalogue's.
    ///   - retries: How often a mirror is tried, how long it may take and how long to pause.
    ///   - report: Told what happens.
    public init(
        dataDirectory: String? = nil, cacheDirectory: String? = nil, fetch: Fetching? = nil, mirrors: [String] = [],
        retries: RetryPolicy = RetryPolicy(), report: @escaping @Sendable (DatasetEvent) throws -> Void = { _ in }
    ) {
        self.init(
            catalogue: DatasetDescription.catalogue, dataDirectory: dataDirectory, cacheDirectory: cacheDirectory,
            fetch: fetch, mirrors: mirrors, retries: retries, report: report)
    }

    /// Describes where to look, for a catalogue of one's own.
    package init(
        catalogue: [DatasetDescription], dataDirectory: String? = nil, cacheDirectory: String? = nil,
        fetch: Fetching? = nil, mirrors: [String] = [], retries: RetryPolicy = RetryPolicy(),
        report: @escaping @Sendable (DatasetEvent) throws -> Void = { _ in }
    ) {
        self.catalogue = catalogue
        self.dataDirectory = dataDirectory
        self.cacheDirectory = cacheDirectory ?? DatasetLibrary.defaultCacheDirectory()
        self.fetch = fetch
        self.mirrors = mirrors
        self.retries = retries
        self.report = report
    }

    /// The platform's folder for caches: `~/Library/Caches/swift-digits` on macOS, else `$XDG_CACHE_HOME/swift-digits`
    /// or `~/.cache/swift-digits`.
    ///
    /// A relative `XDG_CACHE_HOME` is ignored, as its specification asks. Where `HOME` is not set, the home is what the
    /// system's list of users says, and the current folder where that is silent too.
    public static func defaultCacheDirectory() -> String {
        let home = environment("HOME") ?? listedHome() ?? "."
        #if canImport(Darwin)
            let base = home + "/Library/Caches"
        #else
            let stated = environment("XDG_CACHE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
            let base = stated ?? home + "/.cache"
        #endif
        return base + "/swift-digits"
    }

    /// The home of this process's user as the system's list of users has it.
    private static func listedHome() -> String? {
        guard let user = getpwuid(getuid()), let home = user.pointee.pw_dir else { return nil }
        return String(cString: home)
    }

    /// The value of an environment variable, or `nil` where it is not set or empty.
    private static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
