public import DigitDatasets

/// Fetches with the platform's `URLSession`.
///
/// ```swift
/// let library = DatasetLibrary(fetch: URLSessionFetcher.fetch)
/// ```
public enum URLSessionFetcher {
    /// Gets one URL into one file; see `Fetching`.
    ///
    /// Files are streamed to the disk; redirects may not leave https; the calling thread waits.
    public static let fetch: Fetching = { request in
        try URLSessionTransfer(request).run()
    }
}
