import DigitNetwork

/// A landscape of random heights, 0 to 1, that repeats every 64 places: the diamond-square algorithm of Fournier,
/// Fussell and Carpenter, *Computer Rendering of Stochastic Models*, 1982.
struct PlasmaFractal {
    private static let side = 64
    private var heights: [Float]

    /// - Parameters:
    ///   - smoothness: above 1; at each halving of the distance, bumps get lower by its square.
    ///   - generator: what decides.
    init(smoothness: Float, using generator: inout SeededGenerator) {
        heights = [Float](repeating: 0, count: Self.side * Self.side)
        var (step, bump) = (Self.side, Float(1))
        while step > 1 {
            let half = step / 2
            for row in stride(from: 0, to: Self.side, by: step) {
                for column in stride(from: 0, to: Self.side, by: step) {
                    // The middle of a square, from its corners.
                    let corners =
                        self[row, column] + self[row, column + step] + self[row + step, column]
                        + self[row + step, column + step]
                    set(row + half, column + half, corners / 4 + bump * generator.uniform(-1...1))
                }
            }
            for row in stride(from: 0, to: Self.side, by: half) {
                // The middles of its sides, from what lies above, below, left and right.
                for column in stride(from: row % step == 0 ? half : 0, to: Self.side, by: step) {
                    let beside =
                        self[row - half, column] + self[row + half, column] + self[row, column - half]
                        + self[row, column + half]
                    set(row, column, beside / 4 + bump * generator.uniform(-1...1))
                }
            }
            step = half
            bump /= smoothness * smoothness
        }
        let lowest = heights.min() ?? 0
        let range = max((heights.max() ?? 1) - lowest, .leastNormalMagnitude)
        for index in heights.indices { heights[index] = (heights[index] - lowest) / range }
    }

    /// The height of a place, 0...1.
    subscript(row: Int, column: Int) -> Float { heights[Self.index(row, column)] }

    private mutating func set(_ row: Int, _ column: Int, _ height: Float) { heights[Self.index(row, column)] = height }

    /// Beyond an edge the landscape goes on at the other.
    private static func index(_ row: Int, _ column: Int) -> Int {
        (row + side) % side * side + (column + side) % side
    }
}
