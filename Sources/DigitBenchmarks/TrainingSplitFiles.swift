import DigitDatasets
import DigitFormats

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The training split in the forms that it is read in: as a gzip file, as an IDX file, and opened from a cache.
struct TrainingSplitFiles {
    /// The images as they should be read.
    let expected: LabelledImages
    /// The images as an IDX file.
    let plain: [UInt8]
    /// The same, gzipped: the file itself where there is one.
    let gzipped: [UInt8]
    /// What is opened again and again; from the cache where `isCached`.
    let dataset: Dataset
    /// Whether `dataset` is opened from a cache of downloads.
    let isCached: Bool
    /// The split that the files are of.
    let split: Split
    private let scratch: ScratchFolder

    /// Opens the split once, and fills a cache of its own with it where the data set comes as gzip files.
    init(_ data: BenchmarkData) throws {
        split = data.split == .test ? .train : data.split
        let source = try data.library.dataset(data.nameOrPath)
        expected = try source.load(split)
        let images = expected.images
        plain = try images.withPixels { pixels in
            try IDX.encode(
                Tensor(
                    Array(pixels.withUnsafeBufferPointer { $0 }), shape: [images.count, images.height, images.width]))
        }
        scratch = try ScratchFolder()
        let file = try Self.path(of: split, data)
        guard file.hasSuffix(".gz") else {
            gzipped = Gzip.compress(plain)
            dataset = source
            isCached = file.hasPrefix(data.library.cacheDirectory)
            return
        }
        gzipped = try FileContents.read(file, limit: IDX.defaultLimit)
        let folder = file[..<(file.lastIndex(of: "/") ?? file.startIndex)]
        let cache = DatasetLibrary(cacheDirectory: scratch.path) { request in
            // What would be downloaded is at hand.
            guard let name = request.url.split(separator: "/").last else { return }
            try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: request.destination)
        }
        dataset = try cache.dataset(named: source.description.name)
        isCached = true
        _ = try dataset.load(split)
    }

    /// Where the images of a split are read from, found without reading; empty where they are inside the program.
    private static func path(of split: Split, _ data: BenchmarkData) throws -> String {
        struct Found: Error { let path: String }
        var library = data.library
        library.report = { event in
            if case .opening(_, let path) = event { throw Found(path: path) }
        }
        do {
            _ = try library.dataset(data.nameOrPath).load(split)
            return ""
        } catch let found as Found {
            return found.path
        }
    }
}
