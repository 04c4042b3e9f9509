/// What a piece came to: how long it takes, and that its answers are right.
package struct Measurement: Sendable, Encodable {
    /// The piece, such as `predict/book/batch-100`.
    package let name: String
    /// Threads that worked at the same time.
    package let threads: Int
    /// Images that the piece works on, or `nil` where it does not count in images.
    package let images: Int?
    /// How often it was timed.
    package let repeats: Int
    /// The middle of the times, in seconds.
    package let medianSeconds: Double
    /// A quarter of the times were shorter, in seconds.
    package let lowerQuartileSeconds: Double
    /// A quarter of the times were longer, in seconds.
    package let upperQuartileSeconds: Double
    /// The shortest time, in seconds.
    package let fastestSeconds: Double
    /// Images a second at the median.
    package let imagesPerSecond: Double?
    /// Float32 operations a second at the median, a multiply-add counted as two, zeros included that were skipped.
    package let operationsPerSecond: Double?
    /// These as a part of what so many threads reach in `peak`.
    package let shareOfPeak: Double?
    /// The most memory of the process while it ran, in bytes, mapped files included.
    package let peakMemoryBytes: Int?
    /// What was found right before it was timed.
    package let checked: String

    enum CodingKeys: String, CodingKey {
        case name, threads, images, repeats, checked
        case medianSeconds = "median_seconds"
        case lowerQuartileSeconds = "lower_quartile_seconds"
        case upperQuartileSeconds = "upper_quartile_seconds"
        case fastestSeconds = "fastest_seconds"
        case imagesPerSecond = "images_per_second"
        case operationsPerSecond = "operations_per_second"
        case shareOfPeak = "share_of_peak"
        case peakMemoryBytes = "peak_memory_bytes"
    }

    /// Puts a measurement together.
    ///
    /// - Parameters:
    ///   - piece: The piece that was timed.
    ///   - outcome: What it gave.
    ///   - peak: Float32 operations a second that so many threads reach, where that is known.
    ///   - memory: The peak of the process's memory, in bytes, where that is known.
    package init(_ piece: Piece, _ outcome: Piece.Outcome, peak: Double?, memory: Int?) {
        let spread = outcome.spread
        name = piece.name
        threads = piece.threads
        images = outcome.images
        repeats = spread.sorted.count
        medianSeconds = spread.median
        lowerQuartileSeconds = spread.lowerQuartile
        upperQuartileSeconds = spread.upperQuartile
        fastestSeconds = spread.fastest
        imagesPerSecond = outcome.images.map { Double($0) / spread.median }
        operationsPerSecond = outcome.operations.map { $0 / spread.median }
        shareOfPeak = operationsPerSecond.flatMap { operations in peak.map { operations / $0 } }
        peakMemoryBytes = memory
        checked = outcome.checked
    }
}
