/// Images with their labels: as many of the one as of the other, and every label a class.
public struct LabelledImages: Sendable, Equatable {
    /// The images, N of them.
    public let images: DigitImages
    /// The class of each image, below ``classes``.
    public let labels: DigitLabels
    /// The number of classes.
    public let classes: Int

    /// The number of images, N.
    public var count: Int { images.count }

    /// Pairs images with labels.
    ///
    /// - Throws: ``DatasetError`` of kind `damaged` where the counts differ or a label is not below `classes`.
    public init(images: DigitImages, labels: DigitLabels, classes: Int = 10) throws {
        guard images.count == labels.count else {
            throw DatasetError(.damaged, "expected as many labels as images, found \(labels.count) for \(images.count)")
        }
        let wrong = labels.withLabels { span in span.indices.first { Int(span[$0]) >= classes } }
        if let wrong {
            throw DatasetError(
                .damaged, "expected labels below \(classes), found \(labels[wrong]) at index \(wrong)")
        }
        self.init(trusted: images, labels, classes: classes)
    }

    /// Pairs what was checked before.
    private init(trusted images: DigitImages, _ labels: DigitLabels, classes: Int) {
        self.images = images
        self.labels = labels
        self.classes = classes
    }

    /// The images of a range of indices and their labels, sharing the bytes.
    public subscript(range: Range<Int>) -> LabelledImages {
        LabelledImages(trusted: images[range], labels.slice(range), classes: classes)
    }

    /// The images of the given indices and their labels, in that order.
    public func selecting(_ indices: [Int]) -> LabelledImages {
        LabelledImages(trusted: images.selecting(indices), labels.selecting(indices), classes: classes)
    }

    /// The first images, all where there are fewer, sharing the bytes.
    public func prefix(_ maximum: Int) -> LabelledImages { self[0..<min(max(maximum, 0), count)] }
}
