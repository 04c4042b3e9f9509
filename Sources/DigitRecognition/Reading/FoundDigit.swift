public import DigitDatasets

/// A digit in a picture: where it stands, what the network saw of it, and what it made of that.
public struct FoundDigit: Sendable, Equatable {
    /// Where it is, in the picture's pixels.
    public let box: PixelBox
    /// The 28x28 image that the network saw, 0 paper to 255 ink.
    public let image: DigitImage
    /// What the network read: a probability for each digit.
    public let prediction: Prediction
    /// The digit, or `nil` where the network is too unsure for it to count as one.
    public let digit: Int?
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
