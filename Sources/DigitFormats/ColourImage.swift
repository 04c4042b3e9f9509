/// A picture in colour, in memory: what is drawn on a grey one to be shown.
public struct ColourImage: Sendable, Hashable {
    /// Columns, 1 or more.
    public let width: Int
    /// Rows, 1 or more.
    public let height: Int
    /// Red, green and blue of each pixel, row by row, 0 to 255: `3 * width * height` of them.
    public private(set) var samples: [UInt8]

    /// A grey picture, which colours can be drawn on.
    public init(_ grey: GreyImage) {
        width = grey.width
        height = grey.height
        samples = [UInt8](unsafeUninitializedCapacity: 3 * grey.pixels.count) { buffer, count in
            for (index, level) in grey.pixels.enumerated() {
                for channel in 0..<3 { buffer.initializeElement(at: 3 * index + channel, to: level) }
            }
            count = 3 * grey.pixels.count
        }
    }

    /// A colour: red, green and blue, 0 to 255 each.
    public struct Colour: Sendable, Hashable {
        /// How much red.
        public let red: UInt8
        /// How much green.
        public let green: UInt8
        /// How much blue.
        public let blue: UInt8

        /// Wraps the three.
        public init(red: UInt8, green: UInt8, blue: UInt8) {
            (self.red, self.green, self.blue) = (red, green, blue)
        }
    }

    /// The colour of a pixel of the picture.
    public subscript(x: Int, y: Int) -> Colour {
        let first = 3 * (y * width + x)
        return Colour(red: samples[first], green: samples[first + 1], blue: samples[first + 2])
    }

    /// Fills a rectangle, as far as it lies in the picture.
    public mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, with colour: Colour) {
        for y in rows.clamped(to: 0..<height) {
            for x in columns.clamped(to: 0..<width) {
                let first = 3 * (y * width + x)
                (samples[first], samples[first + 1], samples[first + 2]) = (colour.red, colour.green, colour.blue)
            }
        }
    }
}
