import DigitDatasets
public import DigitFormats

extension Recognizer {
    /// Reads the digits of a picture: a photograph, a scan, a drawing.
    ///
    /// Light is evened out, ink separated from paper, dark or light, and each digit brought to the size and place that
    /// MNIST's have. A picture that is made like MNIST's is read as it is.
    ///
    /// ```swift
    /// let photo = try GreyImage.decode(bytes)
    /// try Recognizer(.standard).read(photo).text  // "2026"
    /// ```
    ///
    /// - Parameters:
    ///   - picture: Grey levels, of whatever size.
    ///   - options: One digit or several, and when one is rejected.
    ///   - threads: How many threads share the network's work, 1 or more.
    /// - Returns: The digits in reading order; none where there is no ink.
    public func read(
        _ picture: GreyImage, options: ReadingOptions = ReadingOptions(), threads: Int = 1
    ) -> PictureReading {
        if let image = MNISTLike.image(picture) {
            let box = PixelBox(x: 0, y: 0, width: picture.width, height: picture.height)
            return PictureReading(lines: [[found(box, image, predict(image), options)]])
        }
        let finder = DigitFinder { images in
            guard !images.isEmpty else { return [] }
            let probabilities = predict(DigitImages(images), threads: threads)
            return (0..<images.count).map { probabilities[$0] }
        }
        let finding = finder.find(in: picture, isSingle: options.isSingle)
        let lines = finding.lines.map { line in
            let images = line.map { MNISTFit.image(DigitCrop($0, of: finding.map)) }
            let predictions = finder.read(images)
            return line.indices.map { found(finding.box(of: line[$0]), images[$0], predictions[$0], options) }
        }
        return PictureReading(lines: lines)
    }

    private func found(
        _ box: PixelBox, _ image: DigitImage, _ prediction: Prediction, _ options: ReadingOptions
    ) -> FoundDigit {
        FoundDigit(
            box: box, image: image, prediction: prediction,
            digit: prediction.probability >= options.threshold ? prediction.digit : nil)
    }
}
