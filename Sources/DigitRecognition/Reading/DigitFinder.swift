import DigitDatasets
import DigitFormats

/// Finds the ink of each digit in a picture.
enum DigitFinder {
    /// What was found: the parts by line, in the map's pixels.
    struct Finding {
        let map: InkMap
        let lines: [[InkPart]]
        /// How many of the picture's pixels a pixel of the map is wide and high.
        let factor: Int
        private let size: (width: Int, height: Int)

        init(map: InkMap, lines: [[InkPart]], factor: Int, size: (width: Int, height: Int)) {
            self.map = map
            self.lines = lines
            self.factor = factor
            self.size = size
        }

        /// A part's box in the picture's pixels.
        func box(of part: InkPart) -> PixelBox {
            let (x, y) = (part.box.x * factor, part.box.y * factor)
            return PixelBox(
                x: x, y: y, width: min(part.box.width * factor, size.width - x),
                height: min(part.box.height * factor, size.height - y))
        }
    }

    /// Larger pictures are halved, or more, before they are searched: a phone's 12 million pixels are not.
    static let searchedPixels = 1 << 24

    /// Looks for digits, or takes all ink as one; `read` answers whether parts side by side are one letter, and whether a
    /// wide part is one digit or several.
    ///
    /// - Returns: One finding, or two where the picture's edge can be understood in two ways.
    static func findings(
        in picture: GreyImage, options: ReadingOptions, _ read: ([DigitImage]) -> [DigitReading]
    ) -> [Finding] {
        var factor = 1
        while (picture.width / factor + 1) * (picture.height / factor + 1) > searchedPixels { factor += 1 }
        let plane = Plane(width: picture.width, height: picture.height, values: picture.pixels).reduced(by: factor)
        return InkMap.maps(of: plane, polarity: Polarity(of: plane)).map { map in
            let parts = InkParts.find(in: RuledLines.remove(from: InkMask(map)), of: map)
            let digits = PartSelection.digits(among: parts, of: map)
            return Finding(
                map: map, lines: options.isSingle ? whole(digits) : lines(digits, of: map, options, read),
                factor: factor,
                size: (picture.width, picture.height))
        }
    }

    private static func whole(_ digits: [InkPart]) -> [[InkPart]] {
        guard var whole = digits.first else { return [] }
        for part in digits.dropFirst() { whole.join(part) }
        return [[whole]]
    }

    private static func lines(
        _ digits: [InkPart], of map: InkMap, _ options: ReadingOptions, _ read: ([DigitImage]) -> [DigitReading]
    ) -> [[InkPart]] {
        let signs = options.checksDigits ? LetterParts.joined(digits, of: map, read) : digits
        let single = signs.flatMap { TouchingDigits.split($0, of: map, read) }
        return ReadingOrder.lines(of: single.map(\.box)).map { $0.map { single[$0] } }
    }
}
