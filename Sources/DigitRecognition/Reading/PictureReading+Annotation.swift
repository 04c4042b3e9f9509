public import DigitFormats

extension PictureReading {
    /// The picture in its grey levels, with a blue box around each digit and above it what was read; in orange, with a
    /// question mark, where it was rejected.
    ///
    /// Boxes have a white rim, so that they show on any paper.
    ///
    /// - Parameter picture: The picture that was read.
    /// - Returns: The same with the boxes, in colour.
    public func annotated(_ picture: GreyImage) -> ColourImage {
        var canvas = ColourImage(picture)
        let stroke = max(1, min(picture.width, picture.height) / 400)
        let gap = 2 * stroke
        for digit in digits {
            let (box, colour) = (digit.box, digit.digit == nil ? Self.rejected : Self.accepted)
            canvas.frame(box, distance: gap, thickness: 2 * stroke, colour: Self.rim)
            canvas.frame(box, distance: gap, thickness: stroke, colour: colour)
            let size = max(1, box.height / 20)
            // Above the box, and below where there is no room.
            let height = size * (Glyph.height + 2)
            let above = box.y - gap - 2 * stroke - height
            let (x, y) = (box.x, above >= 0 ? above : box.bottom + gap + 2 * stroke)
            canvas.fill(x..<x + size * (Glyph.width + 2), y..<y + height, with: Self.rim)
            for (row, bits) in Glyph.of(digit.digit).enumerated() {
                for column in 0..<Glyph.width where bits >> (Glyph.width - 1 - column) & 1 == 1 {
                    let (left, top) = (x + size * (column + 1), y + size * (row + 1))
                    canvas.fill(left..<left + size, top..<top + size, with: colour)
                }
            }
        }
        return canvas
    }

    // Blue and orange are told apart by nearly all eyes: Okabe and Ito, "Color universal design", 2008.
    private static let accepted = ColourImage.Colour(red: 0, green: 114, blue: 178)
    private static let rejected = ColourImage.Colour(red: 213, green: 94, blue: 0)
    private static let rim = ColourImage.Colour(red: 255, green: 255, blue: 255)
}

extension ColourImage {
    /// Draws the sides of a box at some distance around it.
    fileprivate mutating func frame(_ box: PixelBox, distance: Int, thickness: Int, colour: Colour) {
        let (left, right) = (box.x - distance - thickness, box.right + distance + thickness)
        let (top, bottom) = (box.y - distance - thickness, box.bottom + distance + thickness)
        fill(left..<right, top..<top + thickness, with: colour)
        fill(left..<right, bottom - thickness..<bottom, with: colour)
        fill(left..<left + thickness, top..<bottom, with: colour)
        fill(right - thickness..<right, top..<bottom, with: colour)
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
