/// The lines of ruled or squared paper: thin, straight, and as long as the page.
enum RuledLines {
    /// Lines are no thicker than this share of the shorter side; one of five pixels, soft edges included, may be anywhere.
    private static let largestThickness = 0.01
    /// What share of the page a line across covers, and one down: a long 1 is no line.
    private static let coverage = (across: 0.4, down: 0.85)
    /// In pictures with a shorter side the bar of a 7 is as thin and as long as a line would be.
    private static let smallestPage = 64
    /// How far from its straight course, in pixels, a line's ink is looked for.
    private static let reach = 3.0
    /// How much the two distances of squared paper differ at most, of the one.
    private static let largestDifference = 0.15

    /// Takes the lines out of a mask and leaves the strokes that cross them.
    static func remove(from mask: InkMask) -> InkMask {
        guard mask.plane.shortSide >= smallestPage else { return mask }
        let across = removeAcross(mask, coverage: coverage.across)
        let turned = across.mask.transposed
        if let period = across.period {
            // On squared paper the lines down are as broken as those across, and recur at the same distance.
            let squared = removeAcross(turned, coverage: coverage.across)
            if let down = squared.period, abs(down - period) <= largestDifference * period {
                return squared.mask.transposed
            }
        }
        return removeAcross(turned, coverage: coverage.down).mask.transposed
    }

    /// Takes out the lines from left to right.
    ///
    /// - Returns: The rest, and the distance at which the lines recur, if they do.
    private static func removeAcross(_ mask: InkMask, coverage: Double) -> (mask: InkMask, period: Double?) {
        let thickness = max(5, Int(Double(mask.plane.shortSide) * largestThickness))
        let runs = LineRun.runs(of: mask.plane, thickness: thickness)
        let courses = LineCourses(of: runs, width: mask.plane.width, height: mask.plane.height, coverage: coverage)
        var result = mask
        for course in courses.all {
            // The line's own thickness, from where nothing crosses it.
            let found = runs.filter { abs($0.middle - course.height(at: $0.x)) <= reach }
            guard !found.isEmpty else { continue }
            let usual = found.map(\.rows.count).sorted()[found.count / 2]
            for run in found where run.rows.count <= usual + 1 + usual / 2 { result.erase(x: run.x, rows: run.rows) }
        }
        return (result, courses.period)
    }
}

/// A short run of ink down a column: what a line across shows of itself there.
struct LineRun {
    let x: Int
    let rows: Range<Int>

    var middle: Double { Double(rows.lowerBound + rows.upperBound - 1) / 2 }

    /// All runs of a mask up to some thickness.
    static func runs(of plane: Plane, thickness: Int) -> [LineRun] {
        var runs: [LineRun] = []
        for x in 0..<plane.width {
            var start: Int?
            for y in 0...plane.height {
                let isInk = y < plane.height && plane[x, y] != 0
                if isInk, start == nil { start = y }
                if !isInk, let first = start {
                    if y - first <= thickness { runs.append(LineRun(x: x, rows: first..<y)) }
                    start = nil
                }
            }
        }
        return runs
    }
}
