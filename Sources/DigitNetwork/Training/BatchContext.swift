/// What the random parts of a batch depend on: never on threads or on the other images.
struct BatchContext: Sendable {
    /// The seed of the training.
    var seed: UInt64 = 0
    /// The running epoch, from 1.
    var epoch = 0
    /// Steps of the weights that are done.
    var step = 0
    /// What is done to each image before it is learned from.
    var augmentation: Augmentation?

    /// The numbers that decide how the image `index` of the data looks in this epoch.
    func augmentationGenerator(image index: Int) -> SeededGenerator {
        SeededGenerator(seed: seed ^ 0xA5A5_0000_0000_A5A5, stream: epoch << 32 | index)
    }

    /// The numbers that decide what a dropout leaves of the row `row` of this batch.
    func dropoutGenerator(layer: Int, row: Int) -> SeededGenerator {
        SeededGenerator(seed: seed ^ 0x5A5A_0000_0000_5A5A, stream: (step << 32 | row) &* 64 &+ layer)
    }
}
