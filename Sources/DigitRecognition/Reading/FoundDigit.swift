public import DigitDatasets

/// A digit in a picture: where it stands, what the network saw of it, and what it made of that.
public struct FoundDigit: Sendable, Equatable {
    /// Where it is, in the picture's pixels.
    public let box: PixelBox
    /// The 28x28 image that the network saw, 0 paper to 255 ink.
    public let image: DigitImage
    /// What the network read: a probability for each digit.
    public let prediction: Prediction
    /// How sure it is that this is a digit, and this one, 0...1: the likeliest digit's probability, times, where that was
    /// asked for, the probability that it is a digit at all, for itself and for what it stands with.
    public let certainty: Float
    /// The digit, or `nil` where that is too unsure for it to count as one.
    public let digit: Int?

    init(box: PixelBox, image: DigitImage, reading: DigitReading, threshold: Float) {
        self.box = box
        self.image = image
        prediction = reading.prediction
        certainty = reading.certainty
        digit = reading.certainty >= threshold ? reading.prediction.digit : nil
    }
}

/// What stands in a picture.
public struct PictureReading: Sendable, Equatable {
    /// The digits line by line, each line from left to right.
    public let lines: [[FoundDigit]]

    /// The digits in reading order.
    public var digits: [FoundDigit] { lines.flatMap { $0 } }

    /// The digits that were read, as lines of text; what was rejected is left out, and so is a line of such.
    public var text: String {
        let texts = lines.map { line in line.compactMap(\.digit).map(String.init).joined() }
        return texts.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
