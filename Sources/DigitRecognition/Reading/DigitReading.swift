/// What two networks make of one image: which digit it is, and whether it is one.
struct DigitReading {
    /// A probability for each digit.
    let prediction: Prediction
    /// What the digit check says of it; `nil` where that was not asked.
    let check: DigitCheck.Answer?
    /// Whether the image is a straight bar.
    let isBar: Bool

    /// How much likelier a digit it is for what else stands on the page, as a factor of its odds.
    var company: Float = 1
    /// What stands beside it may forbid to be surer than this.
    var highest: Float = 1

    /// The probability that it is a digit and this one.
    var certainty: Float {
        guard let check else { return min(prediction.probability, highest) }
        // A straight bar is a 1 to any eye, and to the check often a piece of a striped texture.
        let digit = isBar && prediction.digit == 1 ? min(1, check.digit + check.texture) : check.digit
        return min(prediction.probability * digit * company / (1 + digit * (company - 1)), highest)
    }
}
