import DigitDatasets
import DigitFormats

/// A picture composed of digits of the built-in sample, brush strokes and light, in grey levels.
struct DrawnPicture {
    let width: Int
    let height: Int
    /// Row by row, 0 paper to 1 ink.
    private(set) var ink: [Double]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        ink = [Double](repeating: 0, count: width * height)
    }

    /// Draws an image enlarged by a factor, its left top corner at a point; levels between are cubic.
    mutating func draw(_ image: DigitImage, x left: Double, y top: Double, scale: Double) {
        for y in max(0, Int(top))..<min(height, Int(top + Double(image.height) * scale) + 1) {
            for x in max(0, Int(left))..<min(width, Int(left + Double(image.width) * scale) + 1) {
                let column = (Double(x) + 0.5 - left) / scale - 0.5
                let row = (Double(y) + 0.5 - top) / scale - 0.5
                let level = Self.cubic(image, column, row) / 255
                ink[y * width + x] = max(ink[y * width + x], min(1, max(0, level)))
            }
        }
    }

    /// Draws a stroke from point to point with a round pen.
    mutating func stroke(_ points: [(x: Double, y: Double)], pen: Double) {
        for (from, to) in zip(points, points.dropFirst()) {
            let (left, right) = (min(from.x, to.x) - pen / 2 - 1, max(from.x, to.x) + pen / 2 + 1)
            let (top, bottom) = (min(from.y, to.y) - pen / 2 - 1, max(from.y, to.y) + pen / 2 + 1)
            for y in max(0, Int(top))..<max(0, Int(top), min(height, Int(bottom) + 1)) {
                for x in max(0, Int(left))..<max(0, Int(left), min(width, Int(right) + 1)) {
                    let distance = Self.distance((Double(x) + 0.5, Double(y) + 0.5), from, to)
                    ink[y * width + x] = max(ink[y * width + x], min(1, max(0, pen / 2 - distance + 0.5)))
                }
            }
        }
    }

    /// The picture with ink and paper of some level, in a light that falls off to the right below.
    func picture(ink inkLevel: Double = 30, paper: Double = 235, darkCorner: Double = 1) -> GreyImage {
        let pixels = ink.indices.map { index -> UInt8 in
            let across = Double(index % width) / Double(width)
            let down = Double(index / width) / Double(height)
            let light = 1 - (1 - darkCorner) * (across + down) / 2
            return UInt8(min(255, max(0, (paper + ink[index] * (inkLevel - paper)) * light)))
        }
        return GreyImage(width: width, height: height, pixels: pixels)
    }

    private static func distance(
        _ point: (x: Double, y: Double), _ a: (x: Double, y: Double), _ b: (x: Double, y: Double)
    ) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = dx * dx + dy * dy
        let along = length > 0 ? min(1, max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length)) : 0
        let (x, y) = (point.x - a.x - along * dx, point.y - a.y - along * dy)
        return (x * x + y * y).squareRoot()
    }

    /// Catmull and Rom's cubic through four pixels a side; beyond the image is paper.
    static func cubic(_ image: DigitImage, _ x: Double, _ y: Double) -> Double {
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        let (across, down) = (weights(x - Double(left)), weights(y - Double(top)))
        var sum = 0.0
        for row in 0..<4 where (0..<image.height).contains(top + row - 1) {
            for column in 0..<4 where (0..<image.width).contains(left + column - 1) {
                sum += across[column] * down[row] * Double(image[top + row - 1, left + column - 1])
            }
        }
        return sum
    }

    private static func weights(_ t: Double) -> [Double] {
        let squared = t * t
        let cubed = squared * t
        return [
            squared - (cubed + t) / 2, 1 + 1.5 * cubed - 2.5 * squared, 2 * squared + t / 2 - 1.5 * cubed,
            (cubed - squared) / 2,
        ]
    }
}
