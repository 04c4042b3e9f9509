/// Which parts can be digits or strokes of digits, and which strokes belong together.
enum PartSelection {
    /// Strokes higher than this share of the usual digit stand for themselves.
    private static let ownHeight = 0.6
    /// What is smaller than this share of the usual digit, both ways, is a speck.
    private static let speck = 0.12
    /// The fewest pixels that a digit is high.
    private static let smallestHeight = 8
    /// Ink fainter than this share of the page's usual ink is dirt, the back of the page, or a shadow's edge.
    private static let faintest = 0.3
    /// No page holds more strokes; a picture of gravel does, and each is compared with each.
    private static let maximumStrokes = 1000
    /// A frame covers this share of a side.
    private static let frameCoverage = 0.85
    /// A stroke belongs to a digit that is no farther than this share of the digit's height.
    private static let reach = 0.25

    /// The digits, as sets of parts that were joined; in no order.
    static func digits(among parts: [InkPart], of map: InkMap) -> [InkPart] {
        let candidates = parts.filter { !isFrame($0, of: map.ink) && max($0.box.height, $0.box.width) >= 3 }
        guard let usual = usualDigit(among: candidates) else { return [] }
        let strokes = candidates.filter { part in
            let size = max(part.box.height, part.box.width)
            let isDash = part.box.width > 4 * part.box.height && Double(part.box.width) > 0.9 * usual.height
            return Double(size) >= max(4, speck * usual.height) && Double(part.strength) >= faintest * usual.strength
                && !isDash
        }
        let largest = strokes.sorted { $0.area > $1.area }.prefix(maximumStrokes)
        let joined = join(Array(largest), usual.height)
        return joined.filter { part in
            part.box.height >= smallestHeight && Double(part.box.height) >= 0.35 * usual.height
        }
    }

    /// The edge of a sheet on a desk, or a frame drawn around the picture: ink along most of two sides of the picture,
    /// which no digit has, however tightly it was cut out.
    private static func isFrame(_ part: InkPart, of plane: Plane) -> Bool {
        guard part.touchesEdge(of: plane) else { return false }
        var (top, bottom, left, right) = (0, 0, 0, 0)
        for run in part.runs {
            if run.y == 0 { top += run.columns.count }
            if run.y == plane.height - 1 { bottom += run.columns.count }
            if run.columns.lowerBound == 0 { left += 1 }
            if run.columns.upperBound == plane.width { right += 1 }
        }
        let covered = [(top, plane.width), (bottom, plane.width), (left, plane.height), (right, plane.height)]
        return covered.filter { Double($0.0) >= frameCoverage * Double($0.1) }.count >= 2
    }

    /// The height and strength that most of the ink has: the medians over pixels, not over parts, so that a thousand
    /// specks do not outvote a digit.
    private static func usualDigit(among parts: [InkPart]) -> (height: Double, strength: Double)? {
        let digitLike = parts.filter { $0.box.height >= smallestHeight && $0.box.width < 8 * $0.box.height }
        let total = digitLike.reduce(0) { $0 + $1.area }
        guard total > 0 else { return nil }
        func median(_ value: (InkPart) -> Int) -> Double {
            var sum = 0
            for part in digitLike.sorted(by: { value($0) < value($1) }) {
                sum += part.area
                if 2 * sum >= total { return Double(value(part)) }
            }
            return 0
        }
        return (median(\.box.height), median(\.strength))
    }

    /// Joins strokes to the digits they belong to, nearest first: the bar of a 5, the two halves of a broken 0.
    private static func join(_ strokes: [InkPart], _ usualHeight: Double) -> [InkPart] {
        var digits = strokes.sorted { $0.box.height > $1.box.height }
        var index = digits.count - 1
        // From the smallest up: each goes to the nearest of those that are left, or stands for itself.
        while index > 0 {
            let stroke = digits[index]
            let hosts = digits.indices.filter { $0 != index && belongs(stroke, to: digits[$0], usualHeight) }
            let nearest = hosts.min { distance(stroke, digits[$0]) < distance(stroke, digits[$1]) }
            if let nearest {
                digits[nearest].join(stroke)
                digits.remove(at: index)
            }
            index -= 1
        }
        return digits
    }

    private static func distance(_ a: InkPart, _ b: InkPart) -> Int {
        max(0, a.box.columnGap(to: b.box)) + max(0, a.box.rowGap(to: b.box))
    }

    private static func belongs(_ stroke: InkPart, to digit: InkPart, _ usualHeight: Double) -> Bool {
        let height = Double(max(digit.box.height, stroke.box.height))
        let columnGap = Double(stroke.box.columnGap(to: digit.box))
        let rowGap = Double(stroke.box.rowGap(to: digit.box))
        let together = stroke.box.union(digit.box)
        guard Double(together.height) <= 1.6 * max(height, 0.8 * usualHeight),
            2 * together.width <= 3 * together.height
        else { return false }
        if Double(stroke.box.height) < ownHeight * height {
            return columnGap <= 0.12 * height && rowGap <= reach * height
        }
        // Two high strokes are one digit only where one stands above or inside the other.
        let narrower = Double(min(stroke.box.width, digit.box.width))
        return -columnGap >= 0.5 * narrower && rowGap <= reach * height
    }
}
