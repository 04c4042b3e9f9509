/// A random number generator that gives the same numbers for the same seed on every machine: xoshiro256**.
///
/// ```swift
/// var generator = SeededGenerator(seed: 1)
/// generator.next()  // the same 64 bits wherever this runs
/// ```
///
/// For weights, shuffles and augmentation; it is not made to keep secrets. Period 2^256 - 1.
///
/// Source: Blackman and Vigna, *Scrambled Linear Pseudorandom Number Generators*, 2018; the state is filled by Steele,
/// Lea and Flood's SplitMix64, as they recommend.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// Starts the sequence of a seed.
    ///
    /// - Parameters:
    ///   - seed: any number, 0 too.
    ///   - stream: one of several sequences of the same seed that have nothing to do with each other; at least 0.
    public init(seed: UInt64, stream: Int = 0) {
        // Each stream starts from four SplitMix64 numbers of its own.
        var mixer = SplitMix64(state: seed &+ SplitMix64.increment &* UInt64(truncatingIfNeeded: stream &* 4))
        state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
    }

    /// Starts from a given state, not all zeros.
    package init(state: (UInt64, UInt64, UInt64, UInt64)) {
        self.state = state
    }

    /// The next 64 bits, each as likely 0 as 1.
    public mutating func next() -> UInt64 {
        let result = rotated(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, by: 45)
        return result
    }

    /// A number of 0..<`bound`, each exactly as likely.
    ///
    /// The standard library would do as well, but its way may change from release to release, and with it what a seed
    /// means. Source: Lemire, *Fast Random Integer Generation in an Interval*, 2019.
    ///
    /// - Parameter bound: at least 1.
    /// - Returns: a number below `bound`.
    public mutating func below(_ bound: Int) -> Int {
        requireShape(bound > 0, "SeededGenerator.below", expected: "a bound of at least 1", found: "\(bound)")
        let range = UInt64(bound)
        var product = next().multipliedFullWidth(by: range)
        if product.low < range {
            // The first few of the 2^64 numbers would come once too often: they are drawn again.
            let threshold = (0 &- range) % range
            while product.low < threshold { product = next().multipliedFullWidth(by: range) }
        }
        return Int(product.high)
    }

    /// A number of 0..<1 in steps of 2^-24.
    public mutating func unit() -> Float {
        Float(next() >> 40) * 0x1p-24
    }

    /// Puts the elements into a random order, each order exactly as likely: Fisher and Yates's shuffle.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        var remaining = elements.count
        while remaining > 1 {
            elements.swapAt(remaining - 1, below(remaining))
            remaining -= 1
        }
    }

    /// Equal where the rest of the sequence is.
    public static func == (a: SeededGenerator, b: SeededGenerator) -> Bool { a.state == b.state }

    /// Feeds the state to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine([state.0, state.1, state.2, state.3])
    }
}

/// The generator that spreads one number over a state: Steele, Lea and Flood, 2014.
package struct SplitMix64: Sendable {
    static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    private var state: UInt64

    package init(state: UInt64) {
        self.state = state
    }

    package mutating func next() -> UInt64 {
        state &+= Self.increment
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

private func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
}
