/// How a picture is read.
public struct ReadingOptions: Sendable, Hashable {
    /// Whether all ink of the picture is one digit; otherwise digits are looked for.
    public var isSingle: Bool
    /// A digit that is read with less than this probability is rejected, 0...1.
    public var threshold: Float

    /// The probability below which what was found counts as no digit.
    public static let standardThreshold: Float = 0.76

    /// Options.
    public init(isSingle: Bool = false, threshold: Float = standardThreshold) {
        self.isSingle = isSingle
        self.threshold = threshold
    }
}
