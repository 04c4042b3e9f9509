/// A data set that can be read: each split is opened when it is asked for.
///
/// ```swift
/// let kmnist = try DatasetLibrary(fetch: URLSessionFetcher.fetch).dataset(named: "kmnist")
/// let test = try kmnist.load(.test)
/// test.images.shape  // [10000, 1, 28, 28]
/// ```
public struct Dataset: Sendable {
    /// Its names, classes and terms; for a folder or a file of one's own what can be told from its name.
    public let description: DatasetDescription
    /// The splits it has; those of the catalogue may have to be downloaded first.
    public let splits: [Split]
    private let read: @Sendable (Split, ImageOrientation) throws -> LabelledImages

    /// Wraps a function that reads a split.
    init(
        description: DatasetDescription, splits: [Split],
        read: @escaping @Sendable (Split, ImageOrientation) throws -> LabelledImages
    ) {
        self.description = description
        self.splits = splits
        self.read = read
    }

    /// Opens a split: looks for it, downloads it where that is allowed, and checks it.
    ///
    /// - Parameters:
    ///   - split: The part to open.
    ///   - orientation: `.stored` leaves the pictures of EMNIST transposed, as they are in its files.
    /// - Returns: The images and their labels, all of them below the number of classes.
    /// - Throws: ``DatasetError``: `notFound` where it has no such split or nothing is to be found; `damaged` where a
    ///   file is not what it should be; `unavailable` where every mirror failed; `inputOutput`.
    public func load(_ split: Split, orientation: ImageOrientation = .upright) throws -> LabelledImages {
        guard splits.contains(split) else {
            let found = splits.map(\.rawValue).joined(separator: ", ")
            throw DatasetError(.notFound, "\(description.name) has no split \(split.rawValue); it has \(found)")
        }
        return try read(split, orientation)
    }
}

/// Which way up pictures are given.
public enum ImageOrientation: Sendable, Hashable {
    /// As a reader sees them.
    case upright
    /// As they are in the file; EMNIST's are transposed there.
    case stored
}
