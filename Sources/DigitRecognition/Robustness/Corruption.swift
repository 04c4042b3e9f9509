public import DigitDatasets
package import DigitNetwork

/// One way in which pictures of digits get worse, by levels: shifted, turned, noisy, foggy, crossed out.
///
/// ```swift
/// let turned = Corruption.rotate.apply(to: test.images, level: 15, seed: 1)
/// recognizer.predict(turned).digits  // [7, 2, 1, 0, 4, …] where the model does not mind
/// ```
///
/// What is left to chance is decided by the seed and the image's place alone: neither threads nor the other images have
/// a part in it, and all levels start from the same random numbers.
///
/// Fifteen of them have the form of those of Mu and Gilmer, *MNIST-C: A Robustness Benchmark for Computer Vision*, 2019;
/// the others are what users of digit recognisers run into. Numbers in the form of Hendrycks and Dietterich,
/// *Benchmarking Neural Network Robustness to Common Corruptions and Perturbations*, 2019.
public struct Corruption: Sendable {
    /// How one image is changed: the image, the level, and what decides what is left to chance.
    package typealias Change = @Sendable (DigitImage, Double, inout SeededGenerator) -> DigitImage

    /// The name, as `shot-noise`: MNIST-C's own where it has one like it.
    public let name: String
    /// What it does, in one line.
    public let summary: String
    /// What a level counts, as `pixels`.
    public let unit: String
    /// The levels that are looked at, in their order; the clean image lies before the one at ``cleanPosition``.
    public let levels: [Double]
    /// How many of the levels come before the clean image: 0 but for those that go both ways, as `scale`.
    public let cleanPosition: Int
    /// The level that MNIST-C uses of the same corruption; `nil` where it has none such.
    public let benchmarkLevel: Double?
    private let change: Change

    /// Describes a corruption.
    package init(
        _ name: String, _ summary: String, unit: String, levels: [Double], cleanPosition: Int = 0,
        benchmarkLevel: Double? = nil, change: @escaping Change
    ) {
        self.name = name
        self.summary = summary
        self.unit = unit
        self.levels = levels
        self.cleanPosition = cleanPosition
        self.benchmarkLevel = benchmarkLevel
        self.change = change
    }

    /// Changes images.
    ///
    /// - Parameters:
    ///   - images: `[N, 28, 28]`, 0 paper to 255 ink.
    ///   - level: How much; any of ``levels``, or between them where the unit is no count.
    ///   - seed: What decides what is left to chance.
    ///   - first: The place of the first image in the whole, from 0, where a part of it is given.
    ///   - threads: How many threads share the work, 1 or more.
    /// - Returns: As many images, `[N, 28, 28]`.
    public func apply(
        to images: DigitImages, level: Double, seed: UInt64, first: Int = 0, threads: Int = 1
    ) -> DigitImages {
        let size = images.pixelsPerImage
        let pixels = [UInt8](unsafeUninitializedCapacity: images.count * size) { target, written in
            // Each image has memory of its own in the target.
            nonisolated(unsafe) let target = target
            parallel(count: images.count, threads: threads, minimum: 16) { range in
                for index in range {
                    let changed = apply(to: images[index], level: level, seed: seed, index: first + index)
                    _ = UnsafeMutableBufferPointer(rebasing: target[index * size..<(index + 1) * size])
                        .initialize(fromContentsOf: changed.pixels)
                }
            }
            written = images.count * size
        }
        return DigitImages(pixels: pixels, count: images.count, height: images.height, width: images.width)
    }

    /// Changes one image.
    ///
    /// - Parameters:
    ///   - image: The image, 28x28.
    ///   - level: How much.
    ///   - seed: What decides what is left to chance.
    ///   - index: The place of the image, from 0, which decides too.
    /// - Returns: An image, 28x28.
    public func apply(to image: DigitImage, level: Double, seed: UInt64, index: Int = 0) -> DigitImage {
        guard image.height == 28, image.width == 28, level.isFinite else {
            fatalError("\(name): expected 28x28 pixels and a level, found \(image.height)x\(image.width) and \(level)")
        }
        var generator = SeededGenerator(seed: seed, stream: index)
        return change(image, level, &generator)
    }
}
