/// The book's `load_mnist`, in one call.
///
/// ```swift
/// let (train, test) = try MNIST.load()
/// train.images.shape                       // [60000, 1, 28, 28]
/// train.images.flattened.normalized()      // [60000, 784], 0...1
/// test.labels.oneHot(classes: 10)          // [10000, 10]
/// ```
public enum MNIST {
    /// Opens the 60,000 training images and the 10,000 test images.
    ///
    /// - Parameter library: Where to look; by default the cache alone, since downloading takes a fetching function.
    /// - Returns: The two splits, mapped from the cache where they are there.
    /// - Throws: What ``Dataset/load(_:orientation:)`` throws.
    public static func load(
        from library: DatasetLibrary = DatasetLibrary()
    ) throws -> (train: LabelledImages, test: LabelledImages) {
        let dataset = try library.dataset(named: DatasetDescription.mnist.name)
        return (try dataset.load(.train), try dataset.load(.test))
    }

    /// The 55,000 training images that are not in the built-in sample, in MNIST's order: what our own models learn from.
    ///
    /// - Parameter train: All 60,000 training images.
    /// - Returns: The others, copied.
    /// - Throws: ``DatasetError`` of kind `damaged` where these are not MNIST's training images: the sample's are not
    ///   where they should be.
    public static func trainingWithoutSample(_ train: LabelledImages) throws -> LabelledImages {
        let sample = try BuiltInSample.load()
        let indices = try BuiltInSample.trainingIndices()
        guard (indices.max() ?? 0) < train.count, train.selecting(indices) == sample else {
            throw DatasetError(
                .damaged,
                "expected MNIST's 60,000 training images, found \(train.count) others: the sample is not in them")
        }
        let held = Set(indices)
        return train.selecting((0..<train.count).filter { !held.contains($0) })
    }
}
