/// Ink that hangs together: a digit, a stroke of one, a speck, or several digits that touch.
struct InkPart: Sendable {
    /// Ink along a row: columns, in the map's pixels.
    struct Run: Sendable {
        let y: Int
        let columns: Range<Int>
    }

    private(set) var runs: [Run]
    private(set) var box: PixelBox
    /// Pixels of ink.
    private(set) var area: Int
    /// How strong the ink of its full strokes is, 1 to 255.
    private(set) var strength: Int

    init(runs: [Run], strength: Int) {
        self.runs = runs
        self.strength = strength
        area = runs.reduce(0) { $0 + $1.columns.count }
        let left = runs.map(\.columns.lowerBound).min() ?? 0
        let right = runs.map(\.columns.upperBound).max() ?? 1
        let top = runs.map(\.y).min() ?? 0
        let bottom = (runs.map(\.y).max() ?? 0) + 1
        box = PixelBox(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// Takes another part's ink in.
    mutating func join(_ other: InkPart) {
        runs += other.runs
        box = box.union(other.box)
        strength = max(strength, other.strength)
        area += other.area
    }

    /// Whether it touches the picture's edge.
    func touchesEdge(of plane: Plane) -> Bool {
        box.x == 0 || box.y == 0 || box.right == plane.width || box.bottom == plane.height
    }
}
