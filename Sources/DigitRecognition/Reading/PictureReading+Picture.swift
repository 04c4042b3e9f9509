import DigitDatasets
import DigitFormats

extension PictureReading {
    /// Finds the digits of a picture and lets a network read them.
    init(of picture: GreyImage, options: ReadingOptions, predict: (DigitImages) -> Probabilities) {
        func read(_ images: [DigitImage]) -> [Prediction] {
            guard !images.isEmpty else { return [] }
            let probabilities = predict(DigitImages(images))
            return (0..<images.count).map { probabilities[$0] }
        }
        func found(_ box: PixelBox, _ image: DigitImage, _ prediction: Prediction) -> FoundDigit {
            let isSure = prediction.probability >= options.threshold
            return FoundDigit(
                box: box, image: image, prediction: prediction, digit: isSure ? prediction.digit : nil)
        }
        if let image = MNISTLike.image(picture) {
            let box = PixelBox(x: 0, y: 0, width: picture.width, height: picture.height)
            self.init(lines: [[found(box, image, read([image])[0])]])
            return
        }
        let readings = DigitFinder.findings(in: picture, isSingle: options.isSingle, read).map { finding in
            PictureReading(
                lines: finding.lines.map { line in
                    let images = line.map { MNISTFit.image(DigitCrop($0, of: finding.map)) }
                    let predictions = read(images)
                    return line.indices.map { found(finding.box(of: line[$0]), images[$0], predictions[$0]) }
                })
        }
        // Of equals, the first.
        self = readings.dropFirst().reduce(readings[0]) { $1.sureness > $0.sureness ? $1 : $0 }
    }

    /// Of two ways to understand a picture, the one with the higher value is right: a digit that is read surely speaks
    /// for it, and what is read poorly against it.
    private var sureness: Float {
        digits.reduce(0) { $0 + $1.prediction.probability - Self.neutralProbability }
    }

    private static let neutralProbability: Float = 0.99
}
