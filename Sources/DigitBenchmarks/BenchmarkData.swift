import DigitDatasets

/// The images that are timed on: those of a data set's test split, and of its training split for reading.
struct BenchmarkData: Sendable {
    /// [N, 28, 28] images of the test split, or of the built-in sample where there is no other.
    let images: DigitImages
    /// [N * 784], the same.
    let pixels: [UInt8]
    /// [N] their classes.
    let labels: [Int]
    /// The data set's name.
    let name: String
    /// The split's name.
    let split: Split
    /// What the data set was asked for by.
    let nameOrPath: String
    /// The library that found it.
    let library: DatasetLibrary

    /// Opens a data set by name or path.
    ///
    /// MNIST where nothing is named, and the built-in sample of its training images where that is nowhere.
    init(_ nameOrPath: String?, library: DatasetLibrary) throws {
        self.nameOrPath = nameOrPath ?? DatasetDescription.mnist.name
        self.library = library
        let dataset = try library.dataset(self.nameOrPath)
        let opened: (Split, LabelledImages)
        do {
            opened = (.test, try dataset.load(.test))
        } catch let error as DatasetError where nameOrPath == nil && error.kind == .notFound {
            opened = (.sample, try dataset.load(.sample))
        }
        split = opened.0
        images = opened.1.images
        labels = Array(opened.1.labels)
        name = dataset.description.name
        pixels = images.withPixels { span in Array(span.withUnsafeBufferPointer { $0 }) }
    }

    /// Whether these are MNIST's official test images, by what every copy of them begins with.
    var isOfficialTestSet: Bool {
        split == .test && labels.count == 10_000 && labels.prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    }

    /// So many images, over and over where there are not enough: [count * 784].
    func repeated(_ count: Int) -> [UInt8] {
        let size = count * images.pixelsPerImage
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, written in
            while written < size {
                let part = pixels.prefix(size - written)
                _ = UnsafeMutableBufferPointer(rebasing: buffer[written...]).initialize(fromContentsOf: part)
                written += part.count
            }
        }
    }
}
