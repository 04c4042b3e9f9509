import DigitNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SeededGenerator {
    /// A normally distributed number of mean 0 and deviation 1, by Box and Muller, 1958.
    mutating func normal() -> Float {
        // 1 - unit() is never 0, whose logarithm is infinite.
        let radius = (-2 * log(1 - unit())).squareRoot()
        return radius * cos(2 * .pi * unit())
    }

    /// How many events happen where `mean` are expected: Poisson's distribution, by adding up the times between events.
    mutating func poisson(mean: Float) -> Int {
        var count = 0
        var time = -log(1 - unit())
        while time < mean {
            count += 1
            time -= log(1 - unit())
        }
        return count
    }

    /// A number of `range`, each as likely.
    mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }
}
