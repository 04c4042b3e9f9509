public import DigitDatasets

/// Weights that others trained and published, which can be downloaded by name.
public enum DownloadableModel: String, Sendable, CaseIterable {
    /// The weights of the book's third chapter.
    case book

    /// What it is, in one line.
    public var summary: String {
        switch self {
        case .book: "the weights of the book's third chapter (MIT licence, Koki Saitoh)"
        }
    }

    /// The file, with its length and checksum.
    public var file: DatasetFile.Download {
        switch self {
        case .book:
            DatasetFile.Download(
                name: "sample_weight.pkl", byteCount: 181_853,
                sha256: "b7f55a27988ba34c3777b0f1bbd464817c8a4db855723e6ff26f703501917a13")
        }
    }

    /// Where it is published: the beginnings of URLs, which the file's name follows.
    public var mirrors: [String] {
        switch self {
        case .book:
            [
                "https://raw.githubusercontent.com/oreilly-japan/deep-learning-from-scratch/master/ch03/",
                "https://github.com/oreilly-japan/deep-learning-from-scratch/raw/master/ch03/",
            ]
        }
    }

    /// Where it is kept in a cache folder.
    public func path(in cacheDirectory: String) -> String { folder(in: cacheDirectory) + "/" + file.name }

    /// Downloads the file into the library's cache, where it is not there already.
    ///
    /// - Returns: The path of the file.
    /// - Throws: `DatasetError`: `unavailable` with every mirror's failure, `notFound` where nothing may be downloaded.
    public func download(with library: DatasetLibrary) throws -> String {
        try library.download(file, into: folder(in: library.cacheDirectory), from: mirrors)
    }

    /// Loads the weights out of a library's cache, checked by their hash.
    ///
    /// - Returns: The recogniser, named as the model.
    /// - Throws: ``ModelError``: `notFound` where they were not downloaded, `unsuitable` where they are damaged.
    public func load(with library: DatasetLibrary, options: NetworkOptions = NetworkOptions()) throws -> Recognizer {
        guard let file = try library.check(file, in: folder(in: library.cacheDirectory)) else {
            throw ModelError(
                .notFound, "\(rawValue) is not downloaded: `digits model download \(rawValue)` fetches it")
        }
        if let damage = file.damage {
            throw ModelError(
                .unsuitable, "\(file.path) is damaged: \(damage); `digits model download \(rawValue)` fetches it again")
        }
        let loaded = try Recognizer(contentsOf: file.path, options: options)
        return try Recognizer(name: rawValue, network: loaded.network, metadata: loaded.metadata)
    }

    /// The folder that downloaded models are kept in.
    public func folder(in cacheDirectory: String) -> String { cacheDirectory + "/models" }
}
