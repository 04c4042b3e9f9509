public import DigitFormats

extension PictureReading {
    /// The picture with a box around each digit and above it what was read, or a question mark where it was rejected.
    ///
    /// Boxes are black with a white rim, so that they show on any paper.
    public func annotated(_ picture: GreyImage) -> GreyImage {
        var canvas = Plane(width: picture.width, height: picture.height, values: picture.pixels)
        let stroke = max(1, min(picture.width, picture.height) / 400)
        for digit in digits {
            let box = digit.box
            let gap = 2 * stroke
            for (level, grow) in [(UInt8(255), stroke), (0, 0)] {
                canvas.frame(box, distance: gap, thickness: stroke + grow, level: level)
            }
            let size = max(1, box.height / 20)
            let glyph = Glyph.of(digit.digit)
            let (x, y) = (box.x, max(0, box.y - gap - 2 * stroke - size * (Glyph.height + 1)))
            canvas.fill(
                x..<x + size * (Glyph.width + 2), y..<y + size * (Glyph.height + 2), level: 255)
            for (row, bits) in glyph.enumerated() {
                for column in 0..<Glyph.width where bits >> (Glyph.width - 1 - column) & 1 == 1 {
                    let (left, top) = (x + size * (column + 1), y + size * (row + 1))
                    canvas.fill(left..<left + size, top..<top + size, level: 0)
                }
            }
        }
        return GreyImage(width: picture.width, height: picture.height, pixels: canvas.values)
    }
}

extension Plane {
    /// Fills a rectangle, as far as it lies in the plane.
    mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, level: UInt8) {
        for y in rows.clamped(to: 0..<height) {
            for x in columns.clamped(to: 0..<width) { self[x, y] = level }
        }
    }

    /// Draws the sides of a box at some distance around it.
    mutating func frame(_ box: PixelBox, distance: Int, thickness: Int, level: UInt8) {
        let (left, right) = (box.x - distance - thickness, box.right + distance + thickness)
        let (top, bottom) = (box.y - distance - thickness, box.bottom + distance + thickness)
        fill(left..<right, top..<top + thickness, level: level)
        fill(left..<right, bottom - thickness..<bottom, level: level)
        fill(left..<left + thickness, top..<bottom, level: level)
        fill(right - thickness..<right, top..<bottom, level: level)
    }
}

/// The digits and a question mark in 5x7 pixels, a row a number, the leftmost pixel in the highest bit.
private enum Glyph {
    static let width = 5
    static let height = 7

    static func of(_ digit: Int?) -> [Int] {
        switch digit {
        case 0: [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110]
        case 1: [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110]
        case 2: [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111]
        case 3: [0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110]
        case 4: [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010]
        case 5: [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110]
        case 6: [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110]
        case 7: [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000]
        case 8: [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110]
        case 9: [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100]
        default: [0b01110, 0b10001, 0b00001, 0b00110, 0b00100, 0b00000, 0b00100]
        }
    }
}
