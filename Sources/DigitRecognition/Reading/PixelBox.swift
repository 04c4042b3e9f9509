/// A rectangle of pixels: its left and top pixel, and how many it is wide and high.
public struct PixelBox: Sendable, Hashable {
    /// The leftmost column, from 0.
    public let x: Int
    /// The topmost row, from 0.
    public let y: Int
    /// Columns, 1 or more.
    public let width: Int
    /// Rows, 1 or more.
    public let height: Int

    /// Wraps the four numbers.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    var right: Int { x + width }
    var bottom: Int { y + height }

    /// The smallest box around both.
    func union(_ other: PixelBox) -> PixelBox {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return PixelBox(
            x: left, y: top, width: max(right, other.right) - left, height: max(bottom, other.bottom) - top)
    }

    /// The columns between this box and another, 0 where they stand above each other; negative by how far they overlap.
    func columnGap(to other: PixelBox) -> Int { max(x, other.x) - min(right, other.right) }

    /// The rows between this box and another, as for columns.
    func rowGap(to other: PixelBox) -> Int { max(y, other.y) - min(bottom, other.bottom) }
}
