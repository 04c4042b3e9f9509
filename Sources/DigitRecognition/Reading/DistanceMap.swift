/// How far each pixel of a square is from the nearest marked one, in pixels, by the chamfer of Borgefors, "Distance
/// transformations in digital images", 1986: steps of 3 and 4 thirds, within 8 % of the true distance.
struct DistanceMap: Sendable {
    private var thirds: [Int]

    init(side: Int, to marked: [Bool]) {
        let far = 3 * 2 * side
        thirds = marked.map { $0 ? 0 : far }
        // Forward from what lies above and left, then back from what lies below and right.
        for y in 0..<side {
            for x in 0..<side {
                relax(x, y, side, [(-1, 0, 3), (0, -1, 3), (-1, -1, 4), (1, -1, 4)])
            }
        }
        for y in (0..<side).reversed() {
            for x in (0..<side).reversed() {
                relax(x, y, side, [(1, 0, 3), (0, 1, 3), (1, 1, 4), (-1, 1, 4)])
            }
        }
    }

    /// The distance of the pixel at an index, row by row.
    subscript(index: Int) -> Double { Double(thirds[index]) / 3 }

    private mutating func relax(_ x: Int, _ y: Int, _ side: Int, _ steps: [(x: Int, y: Int, thirds: Int)]) {
        for step in steps where (0..<side).contains(x + step.x) && (0..<side).contains(y + step.y) {
            let neighbour = thirds[(y + step.y) * side + x + step.x]
            thirds[y * side + x] = min(thirds[y * side + x], neighbour + step.thirds)
        }
    }
}
