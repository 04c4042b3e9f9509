import DigitDatasets
import DigitTestSupport
import Foundation

/// A digit as a hand draws it: strokes through a few points, smooth between them, different with every seed.
struct DrawnDigit {
    typealias Point = (x: Double, y: Double)

    let label: Int
    /// Which of its ways of writing, for reports.
    let way: Int
    /// The strokes as fine polylines, in a box about 1 high; y points down.
    private let strokes: [[Point]]

    /// Picks a digit and a way of writing it, and lets the hand tremble, lean, turn and stretch.
    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        label = random.next(below: 10)
        let ways = HandwritingWays.of(label)
        way = random.next(below: ways.count)
        let (lean, turn) = (random.unit(-0.1, 0.35), random.unit(-7, 7) * .pi / 180)
        let (width, tremble) = (random.unit(0.8, 1.15), random.unit(0.005, 0.02))
        strokes = ways[way].map { stroke in
            let points = stroke.map { point -> Point in
                let x = width * (point.x + tremble * random.normal()) - lean * point.y
                let y = point.y + tremble * random.normal()
                return (cos(turn) * x - sin(turn) * y, sin(turn) * x + cos(turn) * y)
            }
            return Self.smooth(points)
        }
    }

    /// The box of the strokes' middles.
    private var box: (left: Double, top: Double, width: Double, height: Double) {
        let (xs, ys) = (strokes.joined().map(\.x), strokes.joined().map(\.y))
        let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
        return (left, top, (xs.max() ?? 0) - left, (ys.max() ?? 0) - top)
    }

    /// Draws it with a round pen: its ink is `size` pixels along its longer side, and stands at a place from 0, left or
    /// top, to 1, right or below, across and down.
    func drawn(on side: Int, size: Double, pen: Double, place: Point) -> DrawnPicture {
        let box = box
        let scale = (size - pen) / max(box.width, box.height)
        let left = place.x * (Double(side) - box.width * scale - pen) + pen / 2
        let top = place.y * (Double(side) - box.height * scale - pen) + pen / 2
        var canvas = DrawnPicture(width: side, height: side)
        for stroke in strokes {
            canvas.stroke(stroke.map { (left + ($0.x - box.left) * scale, top + ($0.y - box.top) * scale) }, pen: pen)
        }
        return canvas
    }

    /// The same strokes as an image of MNIST: 20 pixels along the longer side, the centre of mass in the middle of 28,
    /// with a pen of the usual thickness of MNIST, each pixel the mean of 10x10.
    var asMNIST: DigitImage {
        let fine = drawn(on: 200, size: 200, pen: Self.usualPen * 10, place: (0.5, 0.5))
        var (sum, across, down) = (0.0, 0.0, 0.0)
        for (index, ink) in fine.ink.enumerated() {
            sum += ink
            across += ink * (Double(index % 200) + 0.5)
            down += ink * (Double(index / 200) + 0.5)
        }
        // The centre of mass comes to lie half a pixel before the middle, as in MNIST on average.
        let (left, top) = (Int(145 - across / sum), Int(145 - down / sum))
        var levels = [Double](repeating: 0, count: 784)
        for y in 0..<200 where (0..<280).contains(y + top) {
            for x in 0..<200 where (0..<280).contains(x + left) {
                levels[(y + top) / 10 * 28 + (x + left) / 10] += 255 * fine.ink[y * 200 + x] / 100
            }
        }
        return DigitImage(pixels: levels.map { UInt8(min(255, $0.rounded())) })
    }

    /// A stroke of MNIST, in pixels of its 20.
    private static let usualPen = 2.5

    /// Catmull and Rom's curve through points, as a polyline; two points stay a straight line.
    private static func smooth(_ points: [Point]) -> [Point] {
        guard points.count > 2 else { return points }
        var line = [points[0]]
        for index in 1..<points.count {
            let (a, b) = (points[index - 1], points[index])
            let (before, after) = (points[max(0, index - 2)], points[min(points.count - 1, index + 1)])
            for step in 1...6 {
                let t = Double(step) / 6
                func between(_ value: (Point) -> Double) -> Double {
                    let (p, q, r, s) = (value(before), value(a), value(b), value(after))
                    return q + t / 2 * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)))
                }
                line.append((between(\.x), between(\.y)))
            }
        }
        return line
    }
}
