extension Augmentation {
    /// Changes one image of one channel.
    ///
    /// Every pixel of the result asks where it was in the source: what the geometry makes of its place, moved by the
    /// deformation. Between pixels the four nearest are mixed; outside is paper.
    ///
    /// - Parameters:
    ///   - source: [H, W] pixels.
    ///   - shape: [1, H, W], or [n] for a square of n pixels.
    ///   - target: [H, W], overwritten.
    ///   - generator: what decides; always the same count of numbers is taken for the same options.
    package func apply(
        to source: UnsafePointer<UInt8>, shape: [Int], into target: UnsafeMutablePointer<UInt8>,
        using generator: inout SeededGenerator
    ) {
        guard let (height, width) = Self.picture(shape) else {
            fatalError("augmentation: expected a picture of one channel, found \(shape)")
        }
        func around(_ limit: Float) -> Float { (2 * generator.unit() - 1) * limit }
        let geometry = Geometry(
            degrees: around(rotation), horizontalScale: 1 + around(scale), verticalScale: 1 + around(scale),
            shear: around(shear), right: around(shift), down: around(shift), height: height, width: width)
        let thickening = around(thickness)
        var deformation = Deformation(height: height, width: width, limit: elastic)
        if elastic > 0 { deformation.draw(using: &generator) }

        withUnsafeTemporaryAllocation(of: Float.self, capacity: height * width) { moved in
            guard let moved = moved.baseAddress else { return }
            var index = 0
            for row in 0..<height {
                for column in 0..<width {
                    var (x, y) = geometry.source(row: row, column: column)
                    if elastic > 0 {
                        let (right, down) = deformation.displacement(row: row, column: column)
                        x += right
                        y += down
                    }
                    (moved + index).initialize(to: Self.sample(source, x, y, height: height, width: width))
                    index += 1
                }
            }
            Self.round(moved, thickening, height: height, width: width, into: target)
        }
    }

    /// The lines and columns of a picture of one channel, or `nil` for anything else.
    static func picture(_ shape: [Int]) -> (height: Int, width: Int)? {
        if shape.count == 3 { return shape[0] == 1 ? (shape[1], shape[2]) : nil }
        let side = Int(Double(shape[0]).squareRoot())
        return side * side == shape[0] ? (side, side) : nil
    }

    /// The four pixels around a point, mixed by their distance.
    static func sample(
        _ source: UnsafePointer<UInt8>, _ x: Float, _ y: Float, height: Int, width: Int
    ) -> Float {
        guard x > -1, y > -1, x < Float(width), y < Float(height) else { return 0 }
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        let (right, down) = (x - Float(left), y - Float(top))
        if left >= 0, top >= 0, left + 1 < width, top + 1 < height {
            let first = source + top * width + left
            let above = Float(first[0]) + right * (Float(first[1]) - Float(first[0]))
            let below = Float(first[width]) + right * (Float(first[width + 1]) - Float(first[width]))
            return above + down * (below - above)
        }
        func pixel(_ line: Int, _ place: Int) -> Float {
            line >= 0 && line < height && place >= 0 && place < width ? Float(source[line * width + place]) : 0
        }
        let above = pixel(top, left) * (1 - right) + pixel(top, left + 1) * right
        let below = pixel(top + 1, left) * (1 - right) + pixel(top + 1, left + 1) * right
        return above * (1 - down) + below * down
    }

    /// Makes strokes thicker or thinner on the way to whole pixels.
    private static func round(
        _ moved: UnsafePointer<Float>, _ thickening: Float, height: Int, width: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        for row in 0..<height {
            for column in 0..<width {
                let index = row * width + column
                let value = moved[index]
                var extreme = value
                if thickening != 0 {
                    let above = row > 0 ? moved[index - width] : 0
                    let below = row + 1 < height ? moved[index + width] : 0
                    let left = column > 0 ? moved[index - 1] : 0
                    let right = column + 1 < width ? moved[index + 1] : 0
                    extreme =
                        thickening > 0
                        ? max(value, max(max(above, below), max(left, right)))
                        : min(value, min(min(above, below), min(left, right)))
                }
                let mixed = value + abs(thickening) * (extreme - value)
                target[index] = UInt8(min(max(mixed, 0), 255).rounded())
            }
        }
    }
}
