/// Times of the same work, sorted: what is told of them is their middle and how far they lie apart.
///
/// ```swift
/// let spread = Spread([0.30, 0.10, 0.20, 0.90])
/// spread.median         // 0.25
/// spread.lowerQuartile  // 0.175
/// ```
package struct Spread: Sendable, Equatable {
    /// The times in seconds, the shortest first; at least one.
    package let sorted: [Double]

    /// Sorts the times of at least one repeat.
    package init(_ seconds: [Double]) {
        guard !seconds.isEmpty else { fatalError("spread of times: expected at least 1, found 0") }
        sorted = seconds.sorted()
    }

    /// The time that half of the repeats stay below.
    package var median: Double { quantile(0.5) }
    /// The time that a quarter of the repeats stay below.
    package var lowerQuartile: Double { quantile(0.25) }
    /// The time that three quarters of the repeats stay below.
    package var upperQuartile: Double { quantile(0.75) }
    /// The shortest time.
    package var fastest: Double { sorted[0] }

    /// The time at a part of the way through the sorted ones, 0...1, straight lines between neighbours.
    ///
    /// Source: Hyndman and Fan, *Sample Quantiles in Statistical Packages*, 1996, definition 7, which is NumPy's default.
    package func quantile(_ part: Double) -> Double {
        let place = part * Double(sorted.count - 1)
        let below = Int(place.rounded(.down))
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}
