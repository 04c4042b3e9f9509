import DigitDatasets
import DigitFormats

extension PictureReading {
    /// Finds the digits of a picture and lets a network read them, and another say whether they are digits.
    init(
        of picture: GreyImage, options: ReadingOptions, threads: Int, predict: (DigitImages) -> Probabilities
    ) {
        func read(_ images: [DigitImage]) -> [DigitReading] {
            guard !images.isEmpty else { return [] }
            let batch = DigitImages(images)
            let probabilities = predict(batch)
            let checks = options.checksDigits ? DigitCheck.shipped.answers(batch, threads: threads) : nil
            return images.indices.map { DigitReading(prediction: probabilities[$0], check: checks?[$0]) }
        }
        func found(_ images: [DigitImage], in boxes: [PixelBox]) -> [FoundDigit] {
            zip(zip(boxes, images), read(images)).map { place, reading in
                FoundDigit(box: place.0, image: place.1, reading: reading, threshold: options.threshold)
            }
        }
        if let image = MNISTLike.image(picture) {
            let box = PixelBox(x: 0, y: 0, width: picture.width, height: picture.height)
            self.init(lines: [found([image], in: [box])])
            return
        }
        let readings = DigitFinder.findings(in: picture, isSingle: options.isSingle, read).map { finding in
            PictureReading(
                lines: finding.lines.map { line in
                    found(line.map { MNISTFit.image(DigitCrop($0, of: finding.map)) }, in: line.map(finding.box))
                })
        }
        // Of equals, the first.
        self = readings.dropFirst().reduce(readings[0]) { $1.sureness > $0.sureness ? $1 : $0 }
    }

    /// Of two ways to understand a picture, the one with the higher value is right: a digit that is read surely speaks
    /// for it, and what is read poorly against it.
    private var sureness: Float {
        digits.reduce(0) { $0 + $1.certainty - Self.neutralCertainty }
    }

    private static let neutralCertainty: Float = 0.99
}
