import DigitDatasets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A picture as numbers, 0 paper to 1 ink, row by row: what corruptions reckon with.
struct FloatPicture {
    let height: Int
    let width: Int
    var values: [Float]

    init(height: Int, width: Int, values: [Float]) {
        self.height = height
        self.width = width
        self.values = values
    }

    init(_ image: DigitImage) {
        self.init(height: image.height, width: image.width, values: image.pixels.map { Float($0) / 255 })
    }

    /// The nearest picture in bytes; what is below paper or above ink becomes paper or ink.
    var image: DigitImage {
        DigitImage(
            pixels: values.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }, height: height, width: width)
    }

    subscript(row: Int, column: Int) -> Float {
        get { values[row * width + column] }
        set { values[row * width + column] = newValue }
    }

    /// The picture between its pixels, mixed from the four nearest; outside is paper.
    func sample(row: Float, column: Float) -> Float {
        guard row > -1, column > -1, row < Float(height), column < Float(width) else { return 0 }
        let (top, left) = (Int(row.rounded(.down)), Int(column.rounded(.down)))
        let (down, right) = (row - Float(top), column - Float(left))
        func pixel(_ row: Int, _ column: Int) -> Float {
            (0..<height).contains(row) && (0..<width).contains(column) ? self[row, column] : 0
        }
        let above = pixel(top, left) * (1 - right) + pixel(top, left + 1) * right
        let below = pixel(top + 1, left) * (1 - right) + pixel(top + 1, left + 1) * right
        return above * (1 - down) + below * down
    }

    /// The picture in a Gaussian's blur of a standard deviation in pixels; what is further than four of them does not
    /// count, and the edge repeats beyond the picture.
    func blurred(_ sigma: Float) -> FloatPicture {
        let radius = Int(4 * sigma + 0.5)
        guard radius > 0 else { return self }
        let weights = (-radius...radius).map { exp(-Float($0 * $0) / (2 * sigma * sigma)) }
        let sum = weights.reduce(0, +)
        let kernel = weights.map { $0 / sum }
        return filtered(kernel, step: 1, length: width).filtered(kernel, step: width, length: height)
    }

    /// Each value mixed with those before and after it in its row (`step` 1) or column (`step` `width`).
    private func filtered(_ kernel: [Float], step: Int, length: Int) -> FloatPicture {
        let radius = kernel.count / 2
        let other = step == 1 ? width : 1
        var result = self
        values.withUnsafeBufferPointer { source in
            for line in 0..<values.count / length {
                for place in 0..<length {
                    var sum: Float = 0
                    for offset in -radius...radius {
                        let from = min(max(place + offset, 0), length - 1)
                        sum += kernel[offset + radius] * source[line * other + from * step]
                    }
                    result.values[line * other + place * step] = sum
                }
            }
        }
        return result
    }
}
