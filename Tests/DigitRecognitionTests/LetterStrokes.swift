import DigitFormats
import DigitTestSupport

/// Capital letters as a ballpoint writes them: strokes through corners, in a box 1 wide and high, y downward.
///
/// Without those that are digits to any eye: O, Q and D, I and J, Z, Y, S, G and B.
enum LetterStrokes {
    typealias Point = (x: Double, y: Double)

    static let letters: [(letter: Character, strokes: [[Point]])] = [
        ("A", [[(0.1, 1), (0.5, 0), (0.9, 1)], [(0.25, 0.65), (0.75, 0.65)]]),
        ("C", [[(0.9, 0.15), (0.65, 0), (0.3, 0.1), (0.1, 0.5), (0.3, 0.9), (0.65, 1), (0.9, 0.85)]]),
        ("E", [[(0.9, 0), (0.15, 0), (0.15, 1), (0.9, 1)], [(0.15, 0.5), (0.75, 0.5)]]),
        ("F", [[(0.9, 0), (0.15, 0), (0.15, 1)], [(0.15, 0.5), (0.75, 0.5)]]),
        ("H", [[(0.1, 0), (0.1, 1)], [(0.9, 0), (0.9, 1)], [(0.1, 0.5), (0.9, 0.5)]]),
        ("K", [[(0.15, 0), (0.15, 1)], [(0.9, 0), (0.15, 0.55)], [(0.4, 0.4), (0.9, 1)]]),
        ("L", [[(0.15, 0), (0.15, 1), (0.85, 1)]]),
        ("M", [[(0.05, 1), (0.15, 0), (0.5, 0.7), (0.85, 0), (0.95, 1)]]),
        ("N", [[(0.1, 1), (0.1, 0), (0.9, 1), (0.9, 0)]]),
        ("P", [[(0.15, 1), (0.15, 0), (0.7, 0.02), (0.88, 0.25), (0.7, 0.5), (0.15, 0.52)]]),
        ("R", [[(0.15, 1), (0.15, 0), (0.7, 0.02), (0.88, 0.25), (0.7, 0.48), (0.15, 0.5)], [(0.5, 0.5), (0.9, 1)]]),
        ("T", [[(0.05, 0), (0.95, 0)], [(0.5, 0), (0.5, 1)]]),
        ("U", [[(0.1, 0), (0.1, 0.7), (0.3, 0.97), (0.6, 0.97), (0.88, 0.7), (0.88, 0)]]),
        ("V", [[(0.1, 0), (0.5, 1), (0.9, 0)]]),
        ("W", [[(0, 0), (0.25, 1), (0.5, 0.3), (0.75, 1), (1, 0)]]),
        ("X", [[(0.1, 0), (0.9, 1)], [(0.9, 0), (0.1, 1)]]),
    ]

    /// A letter written anew, with a hand and a pen of its own, 40 to 160 pixels high.
    static func picture(of strokes: [[Point]], _ random: inout SplitMix64) -> GreyImage {
        let size = random.unit(40, 160)
        let (width, lean, pen) = (size * random.unit(0.6, 0.9), random.unit(-0.1, 0.25), size * random.unit(0.05, 0.14))
        var canvas = DrawnPicture(width: Int(width + 0.4 * size) + 30, height: Int(size) + 30)
        for stroke in strokes {
            let points = stroke.map { point -> Point in
                let (x, y) = (point.x + 0.02 * random.normal(), point.y + 0.02 * random.normal())
                return (15 + 0.2 * size + width * x - lean * size * (y - 0.5), 15 + size * y)
            }
            canvas.stroke(points, pen: pen)
        }
        return canvas.picture(ink: random.unit(0, 80), paper: random.unit(190, 255))
    }
}
