/// A smooth field of displacements: random ones on a coarse grid, with uniform cubic B-splines between.
struct Deformation {
    private let columns: Int
    private let rows: Int
    private let limit: Float
    private var right: [Float]
    private var down: [Float]
    /// The four weights at each pixel between two points of the grid.
    private let weights: [SIMD4<Float>]

    /// - Parameters:
    ///   - height: lines of the picture.
    ///   - width: columns of the picture.
    ///   - limit: the largest displacement of a point of the grid, in pixels; what is between stays below it.
    init(height: Int, width: Int, limit: Float) {
        let spacing = Augmentation.elasticSpacing
        // A point reaches two spaces far, so that there is one point before the picture and two behind its last space.
        (columns, rows) = limit > 0 ? ((width - 1) / spacing + 4, (height - 1) / spacing + 4) : (0, 0)
        self.limit = limit
        right = [Float](repeating: 0, count: columns * rows)
        down = right
        weights = (0..<spacing).map { Self.basis(Float($0) / Float(spacing)) }
    }

    /// Draws the displacements of all points.
    mutating func draw(using generator: inout SeededGenerator) {
        for index in right.indices {
            right[index] = (2 * generator.unit() - 1) * limit
            down[index] = (2 * generator.unit() - 1) * limit
        }
    }

    /// How far a pixel is moved, to the right and down.
    func displacement(row: Int, column: Int) -> (Float, Float) {
        let spacing = Augmentation.elasticSpacing
        let (top, left) = (row / spacing, column / spacing)
        let (vertical, horizontal) = (weights[row % spacing], weights[column % spacing])
        var (x, y): (Float, Float) = (0, 0)
        for line in 0..<4 {
            let start = (top + line) * columns + left
            let across = SIMD4(right[start], right[start + 1], right[start + 2], right[start + 3]) * horizontal
            let along = SIMD4(down[start], down[start + 1], down[start + 2], down[start + 3]) * horizontal
            x += vertical[line] * across.sum()
            y += vertical[line] * along.sum()
        }
        return (x, y)
    }

    /// The weights of the four nearest points at `t`, 0..<1, between the second and the third; they add up to 1.
    private static func basis(_ t: Float) -> SIMD4<Float> {
        let rest = 1 - t
        return SIMD4(
            rest * rest * rest, 3 * t * t * t - 6 * t * t + 4, 3 * rest * rest * rest - 6 * rest * rest + 4, t * t * t
        ) / 6
    }
}
