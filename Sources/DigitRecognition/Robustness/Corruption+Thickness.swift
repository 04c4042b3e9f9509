import DigitDatasets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Corruption {
    /// Makes strokes thicker or thinner: each side of a stroke moves out or in.
    ///
    /// Grey dilation and erosion by a disc: a pixel becomes the most or the least of itself and 32 points around it, 16
    /// at the disc's edge and 16 halfway there.
    public static let thickness = Corruption(
        "thickness", "strokes thinner or thicker", unit: "pixels on each side",
        levels: [-1, -0.75, -0.5, -0.25, 0.5, 1, 1.5, 2], cleanPosition: 4
    ) { image, level, _ in
        let picture = FloatPicture(image)
        let points = (0..<16).flatMap { place -> [(row: Float, column: Float)] in
            let angle = Float(place) * .pi / 8
            let (row, column) = (Float(abs(level)) * sin(angle), Float(abs(level)) * cos(angle))
            return [(row, column), (row / 2, column / 2)]
        }
        var result = picture
        for row in 0..<picture.height {
            for column in 0..<picture.width {
                var extreme = picture[row, column]
                for point in points {
                    let value = picture.sample(row: Float(row) + point.row, column: Float(column) + point.column)
                    extreme = level > 0 ? max(extreme, value) : min(extreme, value)
                }
                result[row, column] = extreme
            }
        }
        return result.image
    }
}
