/// Between which bounds a share lies, told from how often something happened: Wilson's score interval.
///
/// It holds where the plain `p ± 2 standard errors` does not: for shares near 0 and 1, and for few trials.
///
/// ```swift
/// let interval = WilsonInterval(successes: 9, trials: 10)
/// interval.lower  // 0.5958...
/// interval.upper  // 0.9821...
/// ```
///
/// Source: Wilson, *Probable Inference, the Law of Succession, and Statistical Inference*, 1927.
public struct WilsonInterval: Sendable, Hashable {
    /// The lower bound, 0...1; 0 without trials.
    public let lower: Double
    /// The upper bound, 0...1; 1 without trials.
    public let upper: Double

    /// The interval for a count.
    ///
    /// - Parameters:
    ///   - successes: How often it happened, 0...`trials`.
    ///   - trials: How often it could have.
    ///   - z: The bounds' distance in standard deviations of the normal distribution; 1.96 for 95 % confidence.
    public init(successes: Int, trials: Int, z: Double = 1.959963984540054) {
        guard (0...max(trials, 0)).contains(successes), trials >= 0, z >= 0 else {
            fatalError("an interval for \(successes) of \(trials) was asked for, \(z) deviations wide")
        }
        guard trials > 0 else {
            (lower, upper) = (0, 1)
            return
        }
        let (share, count, square) = (Double(successes) / Double(trials), Double(trials), z * z)
        let middle = (share + square / (2 * count)) / (1 + square / count)
        let half =
            z / (1 + square / count) * (share * (1 - share) / count + square / (4 * count * count)).squareRoot()
        // At the ends the bound is the share itself, which rounding would miss.
        lower = successes == 0 ? 0 : max(0, middle - half)
        upper = successes == trials ? 1 : min(1, middle + half)
    }
}
