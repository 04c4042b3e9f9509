/// How a picture is read.
public struct ReadingOptions: Sendable, Hashable {
    /// Whether all ink of the picture is one digit; otherwise digits are looked for.
    public var isSingle: Bool
    /// A digit that is read with less than this certainty is rejected, 0...1; see ``FoundDigit/certainty``.
    public var threshold: Float
    /// Whether a second network is asked if what was found is a digit at all: letters, blots and scribbles are none.
    public let checksDigits: Bool

    /// The certainty below which what was found counts as no digit.
    public static let standardThreshold: Float = 0.25
    /// The same where nothing is checked: a probability.
    public static let uncheckedThreshold: Float = 0.76

    /// Options; without a threshold it is one of the two above.
    public init(isSingle: Bool = false, threshold: Float? = nil, checksDigits: Bool = true) {
        self.isSingle = isSingle
        self.threshold = threshold ?? (checksDigits ? Self.standardThreshold : Self.uncheckedThreshold)
        self.checksDigits = checksDigits
    }
}
