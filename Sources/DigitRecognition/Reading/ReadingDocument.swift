/// What is said of a picture to programs: by `digits classify`, over HTTP and through the C interface.
package struct ReadingDocument: Encodable {
    /// The picture's name; left out where it has none.
    package let file: String?
    package let digits: [Digit]
    package let text: String
    /// Why the picture could not be read.
    package let error: String?

    /// One digit.
    package struct Digit: Encodable {
        /// `null` where it was rejected.
        package let digit: Int?
        /// The likeliest digit's.
        package let probability: Double
        /// The likeliest digit's, times that of being a digit at all.
        package let certainty: Double
        package let probabilities: [Double]
        /// Left, top, width, height in the picture's pixels.
        package let box: [Int]

        package init(_ found: FoundDigit) {
            digit = found.digit
            probability = Double(found.prediction.probability)
            certainty = Double(found.certainty)
            probabilities = found.prediction.probabilities.map(Double.init)
            box = [found.box.x, found.box.y, found.box.width, found.box.height]
        }

        enum CodingKeys: String, CodingKey { case digit, probability, certainty, probabilities, box }

        // Written by hand, since a nil would be left out and not be null.
        package func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(digit, forKey: .digit)
            try values.encode(probability, forKey: .probability)
            try values.encode(certainty, forKey: .certainty)
            try values.encode(probabilities, forKey: .probabilities)
            try values.encode(box, forKey: .box)
        }
    }

    package init(_ reading: PictureReading, of file: String? = nil) {
        self.file = file
        digits = reading.digits.map(Digit.init)
        text = reading.text
        error = nil
    }

    package init(failure: String, of file: String) {
        self.file = file
        digits = []
        text = ""
        error = failure
    }
}
