/// What two networks make of one image: which digit it is, and whether it is one.
struct DigitReading {
    /// A probability for each digit.
    let prediction: Prediction
    /// What the digit check says of it; `nil` where that was not asked.
    let check: DigitCheck.Answer?

    /// The probability that it is a digit and this one.
    var certainty: Float { prediction.probability * (check?.digit ?? 1) }
}
