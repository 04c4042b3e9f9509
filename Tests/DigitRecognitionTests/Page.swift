import DigitDatasets
import DigitFormats
import DigitRecognition
import DigitTestSupport
import Foundation

/// A page of handwriting composed of digits whose labels are known, and of what paper, light and camera do to them.
///
/// One to twelve digits on one to three lines, 20 to 200 pixels high, in dark or light ink. The same seed makes the same
/// page.
struct Page {
    /// A digit of the page.
    struct Digit {
        let label: Int
        let line: Int
        /// How much MNIST's image of it was enlarged.
        let scale: Double
        /// The left top corner of the ink, before the page is turned.
        let left: Double, top: Double
        /// The right bottom corner.
        let right: Double, bottom: Double
    }

    /// What is done to the page.
    enum Disturbance: String, CaseIterable {
        case lightInk, turn, ruledLines, texture, gradient, shadow, blur, noise, jpeg

        /// How many pages of a hundred have it.
        var share: Int {
            switch self {
            case .lightInk: 20
            case .ruledLines, .shadow: 25
            case .texture, .blur: 40
            case .turn, .gradient, .noise, .jpeg: 50
            }
        }
    }

    private(set) var picture: GreyImage
    let digits: [Digit]
    let disturbances: Set<Disturbance>
    /// The turn of the page around its middle, in radians.
    private let angle: Double

    /// The labels line by line.
    var text: String {
        Dictionary(grouping: digits, by: \.line).sorted { $0.key < $1.key }
            .map { $0.value.map { String($0.label) }.joined() }.joined(separator: "\n")
    }

    /// Composes a page.
    ///
    /// - Parameters:
    ///   - source: The digits.
    ///   - seed: What is drawn from it, and how.
    ///   - isSquared: Whether the paper is squared, in addition to what the seed brings.
    /// - Throws: `FormatError` where TurboJPEG refuses the page.
    init(of source: LabelledImages, seed: UInt64, isSquared: Bool = false) throws {
        var random = SplitMix64(seed: seed)
        disturbances = Set(Disturbance.allCases.filter { random.next(below: 100) < $0.share })
        let height = 20 * pow(10, random.unit())
        let layout = Layout(of: source, height: height, &random)
        digits = layout.digits.map(\.digit)
        angle = disturbances.contains(.turn) ? random.unit(-5, 5) * .pi / 180 : 0

        var light = Light(width: layout.width, height: layout.height, angle: angle)
        for (digit, image) in layout.digits { light.draw(image, of: digit) }
        if disturbances.contains(.ruledLines) { light.rule(spacing: height * random.unit(0.7, 1.5), &random) }
        if isSquared { light.rule(spacing: max(15, height * random.unit(0.4, 0.8)), isSquared: true, &random) }
        let isLightInk = disturbances.contains(.lightInk)
        light.colour(
            paper: isLightInk ? random.unit(20, 80) : random.unit(170, 250),
            ink: isLightInk ? random.unit(180, 250) : random.unit(10, 90))
        if disturbances.contains(.texture) { light.addTexture(&random) }
        if disturbances.contains(.gradient) { light.addGradient(&random) }
        if disturbances.contains(.shadow) { light.addShadow(&random) }
        if disturbances.contains(.blur) {
            for _ in 0...random.next(below: height > 40 ? 4 : 2) { light.blur() }
        }
        if disturbances.contains(.noise) { light.addNoise(deviation: random.unit(1, 12), &random) }
        picture = light.picture
        if disturbances.contains(.jpeg) {
            let file = try TestJPEG.encode(picture, quality: 40 + random.next(below: 56))
            picture = try JPEG.decodeGrey(file)
        }
    }

    /// How much two boxes have in common: the area of both over that of either.
    func overlap(_ digit: Digit, _ box: PixelBox) -> Double {
        let (middleX, middleY) = (Double(picture.width) / 2, Double(picture.height) / 2)
        let corners = [
            (digit.left, digit.top), (digit.right, digit.top), (digit.left, digit.bottom), (digit.right, digit.bottom),
        ].map { x, y in
            (
                middleX + cos(angle) * (x - middleX) - sin(angle) * (y - middleY),
                middleY + sin(angle) * (x - middleX) + cos(angle) * (y - middleY)
            )
        }
        let (xs, ys) = (corners.map { $0.0 }.sorted(), corners.map { $0.1 }.sorted())
        let width = max(0, min(xs[3], Double(box.x + box.width)) - max(xs[0], Double(box.x)))
        let height = max(0, min(ys[3], Double(box.y + box.height)) - max(ys[0], Double(box.y)))
        let both = width * height
        return both / ((xs[3] - xs[0]) * (ys[3] - ys[0]) + Double(box.width * box.height) - both)
    }

    /// Where the digits stand before the page is turned.
    private struct Layout {
        private(set) var digits: [(digit: Digit, image: DigitImage)] = []
        private(set) var width = 64
        private(set) var height = 64

        init(of source: LabelledImages, height usual: Double, _ random: inout SplitMix64) {
            let lines = 1 + random.next(below: 3)
            var left = max(lines, 1 + random.next(below: 12))
            var y = usual * random.unit(0.6, 1.6)
            for line in 0..<lines {
                let after = lines - line - 1
                let count = after == 0 ? left : 1 + random.next(below: left - after)
                left -= count
                var x = usual * random.unit(0.6, 1.6)
                for _ in 0..<count {
                    let index = random.next(below: source.count)
                    let image = source.images[index]
                    let ink = image.inkColumns
                    let scale = min(200, max(20, usual * random.unit(0.85, 1.15))) / 20
                    let top = y + usual * random.unit(-0.1, 0.1)
                    digits.append(
                        (
                            Digit(
                                label: source.labels[index], line: line, scale: scale, left: x, top: top,
                                right: x + Double(ink.count) * scale,
                                bottom: top + Double(image.inkRows.count) * scale), image
                        ))
                    x += Double(ink.count) * scale + usual * random.unit(0.25, 0.85)
                }
                width = max(width, Int(x + usual * 0.6))
                y += usual * random.unit(1.5, 2.2)
            }
            height = max(height, Int(y + usual * 0.3))
        }
    }
}

extension DigitImage {
    /// The columns that hold more than a trace of ink.
    var inkColumns: Range<Int> {
        let columns = (0..<width).filter { x in (0..<height).contains { self[$0, x] > 100 } }
        return (columns.first ?? 0)..<(columns.last ?? 0) + 1
    }

    /// The rows that do.
    var inkRows: Range<Int> {
        let rows = (0..<height).filter { y in (0..<width).contains { self[y, $0] > 100 } }
        return (rows.first ?? 0)..<(rows.last ?? 0) + 1
    }
}

extension SplitMix64 {
    /// A number between two others.
    mutating func unit(_ low: Double = 0, _ high: Double = 1) -> Double {
        low + (high - low) * Double(next() >> 11) / 0x1p53
    }

    /// A number with mean 0 and deviation 1, by Box and Muller.
    mutating func normal() -> Double {
        (-2 * log(max(unit(), 1e-300))).squareRoot() * cos(2 * .pi * unit())
    }
}
