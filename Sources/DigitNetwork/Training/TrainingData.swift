/// Images with their true classes, checked once.
///
/// ```swift
/// let data = try TrainingData(images: pixels, labels: labels, inputs: 784, classes: 10)
/// data.count  // 60,000 for MNIST
/// ```
public struct TrainingData: Sendable {
    /// [N, inputs] pixels, 0 is paper and 255 is ink.
    public let images: [UInt8]
    /// [N] true classes, each below ``classes``.
    public let labels: [UInt8]
    /// Pixels that one image has.
    public let inputs: Int
    /// How many classes there are.
    public let classes: Int

    /// The number of images, N.
    public var count: Int { labels.count }

    /// Checks that images and labels belong together.
    ///
    /// - Parameters:
    ///   - images: [N, inputs] pixels.
    ///   - labels: [N] true classes.
    ///   - inputs: pixels an image, at least 1.
    ///   - classes: the number of classes, 1 to 256.
    /// - Throws: `empty` without images, `shapeMismatch` where the lengths do not fit, `labelOutOfRange` where a label
    ///   is not below `classes`.
    public init(images: [UInt8], labels: [UInt8], inputs: Int, classes: Int) throws(NetworkError) {
        guard inputs > 0, (1...256).contains(classes) else {
            throw NetworkError(
                .shapeMismatch,
                "images of \(inputs) pixels in \(classes) classes; expected 1 pixel and 1 to 256 classes")
        }
        guard !labels.isEmpty else { throw NetworkError(.empty, "there are no images to learn from") }
        guard images.count % inputs == 0, images.count / inputs == labels.count else {
            throw NetworkError(
                .shapeMismatch,
                "\(labels.count) labels belong to [\(labels.count), \(inputs)] pixels, found \(images.count) pixels")
        }
        if let index = labels.firstIndex(where: { Int($0) >= classes }) {
            throw NetworkError(
                .labelOutOfRange, "label \(labels[index]) of image \(index) is not one of the classes 0..<\(classes)")
        }
        self.images = images
        self.labels = labels
        self.inputs = inputs
        self.classes = classes
    }
}
