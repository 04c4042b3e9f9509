/// Which pixels are ink: a threshold for each pixel, from the ink around it.
struct InkMask: Sendable {
    /// 1 for ink, 0 for paper.
    private(set) var plane: Plane

    /// Where a pixel has less than this share of the strongest ink around it, it is a stroke's soft edge, a ruled line
    /// beside a digit, or a smudge.
    private static let shareOfStrongest = 0.4

    /// Separates ink from paper.
    init(_ map: InkMap) {
        // A speck of a pixel or two is not what a stroke is measured by.
        let radius = max(6, map.ink.shortSide / 20)
        let strongest = map.ink.lowest(within: 1).highest(within: radius)
        let limit = map.noiseLimit
        plane = map.ink.values.withUnsafeBufferPointer { ink in
            strongest.values.withUnsafeBufferPointer { strongest in
                Plane(width: map.ink.width, height: map.ink.height) { x, y in
                    let index = y * map.ink.width + x
                    let threshold = max(limit, Int(Double(strongest[index]) * Self.shareOfStrongest))
                    return Int(ink[index]) > threshold ? 1 : 0
                }
            }
        }
    }

    /// A mask given pixel by pixel, 1 for ink.
    init(_ plane: Plane) { self.plane = plane }

    /// Makes pixels of a column paper.
    mutating func erase(x: Int, rows: Range<Int>) {
        for y in rows { plane[x, y] = 0 }
    }

    var transposed: InkMask { InkMask(plane.transposed) }
}
