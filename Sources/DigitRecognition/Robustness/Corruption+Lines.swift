import DigitNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Corruption {
    /// Draws dotted lines from edge to edge: two columns of dots, two of nothing.
    public static let dottedLine = Corruption(
        "dotted-line", "dotted lines across", unit: "lines", levels: [1, 2, 3, 4, 5], benchmarkLevel: 1
    ) { image, level, generator in
        var picture = FloatPicture(image)
        for _ in 0..<Int(level) {
            let start = Float(generator.below(picture.height - 1))
            let end = Float(generator.below(picture.height - 1))
            let slope = (end - start) / Float(picture.width - 1)
            for column in 0..<picture.width where column % 4 >= 2 {
                picture.draw(column: column, at: start + slope * Float(column))
            }
        }
        return picture.image
    }

    /// Draws zigzag lines across, of teeth two pixels high and eight wide.
    public static let zigzag = Corruption(
        "zigzag", "zigzag lines across", unit: "lines", levels: [1, 2, 3], benchmarkLevel: 1
    ) { image, level, generator in
        var picture = FloatPicture(image)
        let margin = 2
        for _ in 0..<Int(level) {
            let start = Float(generator.below(picture.height - 1))
            let rise = Float(generator.below(10) - 5)
            for column in margin..<picture.width - margin {
                let along = Float(column - margin)
                // A triangle's wave: 0 2 0 -2 0 at each quarter of its eight pixels.
                let tooth = 2 - abs((along + 2).truncatingRemainder(dividingBy: 8) - 4)
                picture.draw(
                    column: column, at: start + rise * along / Float(picture.width - 2 * margin - 1) - tooth)
            }
        }
        return picture.image
    }
}

extension FloatPicture {
    /// Adds a pen's ink to a column: full at a row, less by a logarithm to nothing one and a half pixels above and below.
    fileprivate mutating func draw(column: Int, at center: Float) {
        for row in 0..<height {
            let distance = abs(Float(row) - center)
            let reach: Float = 2.3
            guard distance < reach else { continue }
            self[row, column] = min(1, self[row, column] + max(0, 1 + log(1 - distance / reach)))
        }
    }
}
