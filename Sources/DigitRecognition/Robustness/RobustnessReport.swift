public import DigitDatasets

/// How a model does on images that get worse: its accuracy for each corruption and level.
///
/// ```swift
/// let ensemble = try Ensemble([recognizer])
/// let report = RobustnessReport(ensemble, on: test, corruptions: [.rotate], seed: 1)
/// report.curves[0].points[2].accuracy  // 0.9959: turned by 15 degrees
/// ```
public struct RobustnessReport: Sendable {
    /// What became of the images at one level.
    public struct Point: Sendable, Equatable {
        /// The level, as the corruption counts it.
        public let level: Double
        /// The number of images.
        public let images: Int
        /// Images read as what they are.
        public let correct: Int

        /// The share of images read as what they are, 0...1; NaN where there are none.
        public var accuracy: Double { Double(correct) / Double(images) }
        /// The standard error of ``accuracy`` as a binomial proportion: `sqrt(p (1 - p) / n)`.
        public var standardError: Double { (accuracy * (1 - accuracy) / Double(images)).squareRoot() }
    }

    /// What became of the images at all levels of a corruption.
    public struct Curve: Sendable {
        /// The corruption.
        public let corruption: Corruption
        /// A point for each of its levels, in their order.
        public let points: [Point]

        /// The point at the level that MNIST-C has of it; `nil` where it has none such.
        public var benchmark: Point? { points.first { $0.level == corruption.benchmarkLevel } }
    }

    /// A curve for each corruption, in the order given.
    public let curves: [Curve]

    /// Reads all images at all levels.
    ///
    /// - Parameters:
    ///   - ensemble: The model or models.
    ///   - data: Images of 28x28 pixels, and what they are.
    ///   - corruptions: What is done to them.
    ///   - seed: What decides what is left to chance.
    ///   - threads: How many threads share the work, 1 or more.
    ///   - progress: Called after each batch with the number of images read so far, of all levels together.
    public init(
        _ ensemble: Ensemble, on data: LabelledImages, corruptions: [Corruption] = Corruption.all, seed: UInt64,
        threads: Int = 1, progress: (Int) -> Void = { _ in }
    ) {
        var read = 0
        curves = corruptions.map { corruption in
            let points = corruption.levels.map { level -> Point in
                var correct = 0
                for first in stride(from: 0, to: data.count, by: Self.batchSize) {
                    let batch = data[first..<min(first + Self.batchSize, data.count)]
                    let images = corruption.apply(
                        to: batch.images, level: level, seed: seed, first: first, threads: threads)
                    let digits = ensemble.predict(images, threads: threads).digits
                    correct += zip(digits, batch.labels).count { $0 == $1 }
                    read += batch.count
                    progress(read)
                }
                return Point(level: level, images: data.count, correct: correct)
            }
            return Curve(corruption: corruption, points: points)
        }
    }

    /// Enough for all threads, and little memory; it changes no result.
    private static let batchSize = 500

    /// The mean accuracy over the fifteen corruptions that MNIST-C has too, each at its level there; `nil` where not all
    /// of them were looked at.
    public var benchmarkAccuracy: Double? {
        let all = Corruption.all.count { $0.benchmarkLevel != nil }
        let accuracies = curves.compactMap { $0.benchmark?.accuracy }
        return accuracies.count == all ? accuracies.reduce(0, +) / Double(all) : nil
    }
}
