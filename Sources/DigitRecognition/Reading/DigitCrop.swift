#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One digit cut out of an ink map: how much of each pixel is ink, 0 to 1, alone in a square.
///
/// The square is as MNIST's makers cut it: as wide as the digit's longer side, with the digit in its middle.
struct DigitCrop: Sendable {
    /// Pixels along a side.
    private(set) var side: Int
    /// Row by row, 0 paper to 1 ink: `side * side` of them.
    private(set) var coverage: [Float]

    /// Ink from this share of a stroke's full strength up counts in part, and from the second share up in full.
    private static let softEdge = (from: 0.1, to: 0.92)
    /// A stroke's soft edge reaches this many pixels beyond its threshold.
    private static let edge = 1

    /// Cuts a digit out: its own ink and the soft edge of it, without what else stands in its box.
    init(_ part: InkPart, of map: InkMap) {
        let box = part.box
        let side = max(box.width, box.height)
        let (left, top) = (box.x - (side - box.width) / 2, box.y - (side - box.height) / 2)
        var coverage = [Float](repeating: 0, count: side * side)
        let strength = Double(part.strength)
        let (low, high) = (Self.softEdge.from * strength, Self.softEdge.to * strength)
        for run in part.runs {
            for y in max(run.y - Self.edge, box.y)...min(run.y + Self.edge, box.bottom - 1) {
                let from = max(run.columns.lowerBound - Self.edge, box.x)
                let to = min(run.columns.upperBound + Self.edge, box.right)
                for x in from..<to {
                    let share = (Double(map.ink[x, y]) - low) / (high - low)
                    coverage[(y - top) * side + x - left] = Float(min(1, max(0, share)))
                }
            }
        }
        self.side = side
        self.coverage = coverage
    }

    /// Wraps a square of shares.
    init(side: Int, coverage: [Float]) {
        guard side > 0, coverage.count == side * side else {
            fatalError("\(coverage.count) pixels do not make a square of \(side)")
        }
        self.side = side
        self.coverage = coverage
    }

    /// How thick the strokes are, in 20ths of the side: twice the ink's area over the length of its outline, which is
    /// exact for a long stroke.
    var strokeThickness: Double {
        var area = 0.0
        var outline = 0.0
        for y in 0...side {
            for x in 0...side {
                let here = value(x, y)
                area += here
                // The total variation of a shape's coverage is the length of its outline.
                let (across, down) = (here - value(x - 1, y), here - value(x, y - 1))
                outline += (across * across + down * down).squareRoot()
            }
        }
        return outline > 0 ? 2 * area / outline * 20 / Double(side) : 0
    }

    private func value(_ x: Int, _ y: Int) -> Double {
        (0..<side).contains(x) && (0..<side).contains(y) ? Double(coverage[y * side + x]) : 0
    }

    /// The square in another size, each new pixel the mean of what it covers.
    func resampled(to newSide: Int) -> DigitCrop {
        let weights = AreaWeights(from: side, to: newSide)
        var across = [Float](repeating: 0, count: side * newSide)
        for y in 0..<side {
            for x in 0..<newSide {
                across[y * newSide + x] = weights.mean(x) { coverage[y * side + $0] }
            }
        }
        var result = [Float](repeating: 0, count: newSide * newSide)
        for y in 0..<newSide {
            for x in 0..<newSide {
                result[y * newSide + x] = weights.mean(y) { across[$0 * newSide + x] }
            }
        }
        return DigitCrop(side: newSide, coverage: result)
    }
}
