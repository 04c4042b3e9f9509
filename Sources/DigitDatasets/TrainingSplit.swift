/// Training images in two parts: what a network learns from, and what the best epoch is chosen by.
public struct TrainingSplit: Sendable {
    /// What the network learns from.
    public let training: LabelledImages
    /// What it never sees, and its best epoch is chosen by.
    public let validation: LabelledImages
    /// Whether ``validation`` is the built-in sample.
    public let holdsOutSample: Bool

    /// Without the sample, one image in this many is held out: 5,000 of 60,000.
    static let interval = 12

    /// Holds the built-in sample out of MNIST's training images, and every twelfth image out of any others, so that a
    /// set sorted by class gives some of each.
    ///
    /// - Throws: ``DatasetError`` of kind `damaged` where there are fewer than twelve images.
    public init(_ train: LabelledImages) throws {
        let sample = try BuiltInSample.load()
        if let without = try? MNIST.trainingWithoutSample(train) {
            training = without
            validation = sample
            holdsOutSample = true
            return
        }
        guard train.count >= Self.interval else {
            throw DatasetError(
                .damaged, "expected at least \(Self.interval) training images, to hold some out, found \(train.count)")
        }
        let isHeldOut = { (index: Int) in index % Self.interval == Self.interval - 1 }
        training = train.selecting((0..<train.count).filter { !isHeldOut($0) })
        validation = train.selecting((0..<train.count).filter(isHeldOut))
        holdsOutSample = false
    }
}
