public import DigitFormats

extension Recognizer {
    /// Reads the digits of a picture: a photograph, a scan, a drawing.
    ///
    /// Light is evened out, ink separated from paper, dark or light, and each digit brought to the size and place that
    /// MNIST's have. A picture that is made like MNIST's is read as it is. Letters and scribbles are rejected: their
    /// ``FoundDigit/digit`` is `nil`. A network that reads something else than digits is not to be checked:
    /// ``ReadingOptions/checksDigits``.
    ///
    /// ```swift
    /// let photo = try GreyImage.decode(bytes)
    /// try Recognizer(.standard).read(photo).text  // "2026"
    /// ```
    ///
    /// - Parameters:
    ///   - picture: Grey levels, of whatever size.
    ///   - options: One digit or several, and when one is rejected as none.
    ///   - threads: How many threads share the network's work, 1 or more.
    /// - Returns: The digits in reading order; none where there is no ink.
    public func read(
        _ picture: GreyImage, options: ReadingOptions = ReadingOptions(), threads: Int = 1
    ) -> PictureReading {
        PictureReading(of: picture, options: options, threads: threads) { predict($0, threads: threads) }
    }
}

extension Ensemble {
    /// Reads the digits of a picture, as a recogniser does; the probabilities are those of all members together.
    ///
    /// - Parameters:
    ///   - picture: Grey levels, of whatever size.
    ///   - options: One digit or several, and when one is rejected as none.
    ///   - threads: How many threads share the networks' work, 1 or more.
    /// - Returns: The digits in reading order; none where there is no ink.
    public func read(
        _ picture: GreyImage, options: ReadingOptions = ReadingOptions(), threads: Int = 1
    ) -> PictureReading {
        PictureReading(of: picture, options: options, threads: threads) { predict($0, threads: threads) }
    }
}
