import DigitDatasets
import DigitFormats
import DigitTestSupport
import Foundation

/// The light that a page sends to the camera, 0 to 255 a pixel; before ``colour(paper:ink:)``, how much is ink, 0 to 1.
struct Light {
    private let width: Int
    private let height: Int
    /// The turn of the page around its middle, in radians.
    private let angle: Double
    private var values: [Float]

    init(width: Int, height: Int, angle: Double) {
        self.width = width
        self.height = height
        self.angle = angle
        values = [Float](repeating: 0, count: width * height)
    }

    var picture: GreyImage {
        GreyImage(width: width, height: height, pixels: values.map { UInt8(max(0, min(255, $0.rounded()))) })
    }

    /// Draws a digit with its ink where its corners say.
    mutating func draw(_ image: DigitImage, of digit: Page.Digit) {
        let scale = digit.scale
        let first = (x: Double(image.inkColumns.lowerBound), y: Double(image.inkRows.lowerBound))
        forEachPixel { index, x, y in
            guard x > digit.left - 3 * scale, x < digit.right + 3 * scale, y > digit.top - 3 * scale,
                y < digit.bottom + 3 * scale
            else { return }
            let column = (x - digit.left) / scale + first.x - 0.5
            let row = (y - digit.top) / scale + first.y - 0.5
            let ink = Float(DrawnPicture.cubic(image, column, row) / 255)
            values[index] = max(values[index], min(1, max(0, ink)))
        }
    }

    /// Draws lines across the page, fainter than the digits' ink, and for squared paper down the page as well.
    mutating func rule(spacing: Double, isSquared: Bool = false, _ random: inout SplitMix64) {
        let (strength, thickness, start) = (random.unit(0.2, 0.7), random.unit(1, 3), random.unit(0, spacing))
        func cover(_ position: Double) -> Double {
            // A turned page begins at less than 0.
            let place = position - spacing * (position / spacing).rounded(.down)
            return max(0, min(1, min(place + 0.5, thickness - place + 0.5)))
        }
        forEachPixel { index, x, y in
            let ink = isSquared ? max(cover(x), cover(y + start)) : cover(y + start)
            values[index] = max(values[index], Float(strength * ink))
        }
    }

    /// Turns shares of ink into levels.
    mutating func colour(paper: Double, ink: Double) {
        for index in values.indices { values[index] = Float(paper + Double(values[index]) * (ink - paper)) }
    }

    /// Adds the grain of paper: random levels at points 3, 9 and 31 pixels apart, and straight between.
    mutating func addTexture(_ random: inout SplitMix64) {
        let amplitude = random.unit(1, 6)
        for cell in [3, 9, 31] {
            let columns = width / cell + 2
            let grid = (0..<columns * (height / cell + 2)).map { _ in Float(random.unit(-amplitude, amplitude)) }
            for y in 0..<height {
                for x in 0..<width {
                    let (column, row) = (x / cell, y / cell)
                    let (across, down) = (Float(x % cell) / Float(cell), Float(y % cell) / Float(cell))
                    let corner = row * columns + column
                    let upper = grid[corner] + across * (grid[corner + 1] - grid[corner])
                    let lower = grid[corner + columns] + across * (grid[corner + columns + 1] - grid[corner + columns])
                    values[y * width + x] += upper + down * (lower - upper)
                }
            }
        }
    }

    /// Lets the light fall off to a side.
    mutating func addGradient(_ random: inout SplitMix64) {
        let (across, down) = (random.unit(-0.45, 0.45), random.unit(-0.45, 0.45))
        for y in 0..<height {
            for x in 0..<width {
                let place = across * (Double(x) / Double(width) - 0.5) + down * (Double(y) / Double(height) - 0.5)
                values[y * width + x] *= Float(0.85 * (1 + place))
            }
        }
    }

    /// Throws a shadow with a straight edge, hard or soft, over a part of the page.
    mutating func addShadow(_ random: inout SplitMix64) {
        let (depth, direction) = (random.unit(0.4, 0.75), random.unit(0, 2 * .pi))
        let side = Double(min(width, height))
        let (offset, softness) = (random.unit(-0.3, 0.3) * side, 3 + random.unit(0, 0.2) * side)
        for y in 0..<height {
            for x in 0..<width {
                let across = (Double(x) - Double(width) / 2) * cos(direction)
                let distance = across + (Double(y) - Double(height) / 2) * sin(direction) - offset
                values[y * width + x] *= Float(1 - (1 - depth) * min(1, max(0, distance / softness + 0.5)))
            }
        }
    }

    /// Mixes each pixel with its neighbours, 1 2 1 across and down.
    mutating func blur() {
        for (step, count, lines, stride) in [(1, width, height, width), (width, height, width, 1)] {
            let old = values
            for line in 0..<lines {
                for place in 0..<count {
                    let index = line * stride + place * step
                    let before = old[place > 0 ? index - step : index]
                    let after = old[place < count - 1 ? index + step : index]
                    values[index] = (before + 2 * old[index] + after) / 4
                }
            }
        }
    }

    /// Adds the noise of a camera.
    mutating func addNoise(deviation: Double, _ random: inout SplitMix64) {
        for index in values.indices { values[index] += Float(deviation * random.normal()) }
    }

    /// Calls a closure with each pixel's index and its middle on the page as it was before it was turned.
    private func forEachPixel(_ body: (_ index: Int, _ x: Double, _ y: Double) -> Void) {
        let (middleX, middleY) = (Double(width) / 2, Double(height) / 2)
        for y in 0..<height {
            for x in 0..<width {
                let (dx, dy) = (Double(x) + 0.5 - middleX, Double(y) + 0.5 - middleY)
                body(
                    y * width + x, middleX + cos(angle) * dx + sin(angle) * dy,
                    middleY - sin(angle) * dx + cos(angle) * dy)
            }
        }
    }
}
