import DigitRecognition

/// What `digits classify` says of a picture to programs.
struct ReadingDocument: Encodable {
    let file: String
    let digits: [Digit]
    let text: String
    /// Why the picture could not be read.
    let error: String?

    /// One digit.
    struct Digit: Encodable {
        /// `null` where it was rejected.
        let digit: Int?
        /// The likeliest digit's.
        let probability: Double
        let probabilities: [Double]
        /// Left, top, width, height in the picture's pixels.
        let box: [Int]

        init(_ found: FoundDigit) {
            digit = found.digit
            probability = Double(found.prediction.probability)
            probabilities = found.prediction.probabilities.map(Double.init)
            box = [found.box.x, found.box.y, found.box.width, found.box.height]
        }

        enum CodingKeys: String, CodingKey { case digit, probability, probabilities, box }

        // Written by hand, since a nil would be left out and not be null.
        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(digit, forKey: .digit)
            try values.encode(probability, forKey: .probability)
            try values.encode(probabilities, forKey: .probabilities)
            try values.encode(box, forKey: .box)
        }
    }

    init(_ reading: PictureReading, of file: String) {
        self.file = file
        digits = reading.digits.map(Digit.init)
        text = reading.text
        error = nil
    }

    init(failure: String, of file: String) {
        self.file = file
        digits = []
        text = ""
        error = failure
    }
}
