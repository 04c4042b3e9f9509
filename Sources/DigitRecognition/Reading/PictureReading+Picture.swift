import DigitDatasets
import DigitFormats

extension PictureReading {
    /// Finds the digits of a picture and lets a network read them, and another say whether they are digits.
    init(
        of picture: GreyImage, options: ReadingOptions, threads: Int, predict: (DigitImages) -> Probabilities
    ) {
        // What a cut was chosen by is read again for the answer.
        var known: [DigitImage: DigitReading] = [:]
        func read(_ images: [DigitImage]) -> [DigitReading] {
            if known.count > Self.mostKnown { known = [:] }
            let unknown = images.filter { known[$0] == nil }
            if !unknown.isEmpty {
                let batch = DigitImages(unknown)
                let probabilities = predict(batch)
                let checks = options.checksDigits ? DigitCheck.shipped.answers(batch, threads: threads) : nil
                for (index, image) in unknown.enumerated() {
                    known[image] = DigitReading(
                        prediction: probabilities[index], check: checks?[index], isBar: image.isStraightBar)
                }
            }
            return images.compactMap { known[$0] }
        }
        if let image = MNISTLike.image(picture) {
            let box = PixelBox(x: 0, y: 0, width: picture.width, height: picture.height)
            let reading = read([image])[0]
            self.init(lines: [[FoundDigit(box: box, image: image, reading: reading, threshold: options.threshold)]])
            return
        }
        let readings = DigitFinder.findings(in: picture, options: options, read).map { finding in
            let images = finding.lines.map { line in line.map { MNISTFit.image(DigitCrop($0, of: finding.map)) } }
            let boxes = finding.lines.map { $0.map(finding.box) }
            var lines = images.map(read)
            if options.checksDigits {
                lines = zip(Company.weighed(lines), boxes).map { line, boxes in
                    BareStrokes.doubted(line, in: boxes, threshold: options.threshold)
                }
            }
            return PictureReading(
                lines: lines.indices.map { line in
                    lines[line].indices.map { index in
                        FoundDigit(
                            box: boxes[line][index], image: images[line][index], reading: lines[line][index],
                            threshold: options.threshold)
                    }
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

    /// A page of writing has fewer images; a picture of gravel has many more.
    private static let mostKnown = 2000

    private static let neutralCertainty: Float = 0.99
}
