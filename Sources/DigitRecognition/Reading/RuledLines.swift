#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The lines of ruled or squared paper: thin, straight, and as long as the page.
enum RuledLines {
    /// Pages lie askew by at most this many degrees.
    private static let largestSlant = 7.0
    /// At half the width of 1,000 pixels, a step of slant moves a line by two pixels.
    private static let slantStep = 0.25
    /// Lines are no thicker than this share of the shorter side; one of five pixels, soft edges included, may be anywhere.
    private static let largestThickness = 0.01
    /// What share of the page a line across covers, and one down: a long 1 is no line.
    private static let coverage = (across: 0.4, down: 0.85)
    /// In pictures with a shorter side the bar of a 7 is as thin and as long as a line would be.
    private static let smallestPage = 64
    /// How far from its straight course, in pixels, a line's ink is looked for.
    private static let reach = 3

    /// Takes the lines out of a mask and leaves the strokes that cross them.
    static func remove(from mask: InkMask) -> InkMask {
        guard mask.plane.shortSide >= smallestPage else { return mask }
        let across = removeAcross(mask, coverage: coverage.across)
        return removeAcross(across.transposed, coverage: coverage.down).transposed
    }

    private static func removeAcross(_ mask: InkMask, coverage: Double) -> InkMask {
        let plane = mask.plane
        let thickness = max(5, Int(Double(plane.shortSide) * largestThickness))
        let runs = thinRuns(of: plane, thickness: thickness)
        guard Double(runs.count) >= coverage * Double(plane.width) else { return mask }
        var result = mask
        for course in courses(of: runs, width: plane.width, height: plane.height, coverage: coverage) {
            // The line's own thickness, from where nothing crosses it.
            let found = runs.filter { abs($0.middle - course.height(at: $0.x)) <= Double(reach) }
            let usual = found.map(\.rows.count).sorted()[found.count / 2]
            for run in found where run.rows.count <= usual + 1 + usual / 2 { result.erase(x: run.x, rows: run.rows) }
        }
        return result
    }

    /// A short run of ink down a column: what a line shows of itself there.
    private struct Run {
        let x: Int
        let rows: Range<Int>

        var middle: Double { Double(rows.lowerBound + rows.upperBound - 1) / 2 }
    }

    private static func thinRuns(of plane: Plane, thickness: Int) -> [Run] {
        var runs: [Run] = []
        for x in 0..<plane.width {
            var start: Int?
            for y in 0...plane.height {
                let isInk = y < plane.height && plane[x, y] != 0
                if isInk, start == nil { start = y }
                if !isInk, let first = start {
                    if y - first <= thickness { runs.append(Run(x: x, rows: first..<y)) }
                    start = nil
                }
            }
        }
        return runs
    }

    /// Where a line runs: its height at the left edge, and how much it falls a column.
    private struct Course {
        let start: Double
        let slope: Double

        func height(at x: Int) -> Double { start + slope * Double(x) }
    }

    /// The lines that the runs make up, by Hough's transform: each run votes, at each slant, for the height at which a
    /// line through it begins.
    private static func courses(of runs: [Run], width: Int, height: Int, coverage: Double) -> [Course] {
        let needed = coverage * Double(width)
        let largest = Int(largestSlant / slantStep)
        var best: (courses: [Course], votes: Int)?
        for step in -largest...largest {
            let slope = tan(Double(step) * slantStep * .pi / 180)
            // Heights begin below 0 where a line rises out of the page's left edge.
            let margin = Int((abs(slope) * Double(width)).rounded(.up)) + 1
            var votes = [Int](repeating: 0, count: height + 2 * margin)
            for run in runs { votes[margin + Int((run.middle - slope * Double(run.x)).rounded())] += 1 }
            // A line's ink may be spread over three heights.
            let sums = votes.indices.map {
                $0 == 0 || $0 == votes.count - 1 ? 0 : votes[$0 - 1] + votes[$0] + votes[$0 + 1]
            }
            let heights = sums.indices.filter { index in
                Double(sums[index]) >= needed && sums[index] > sums[index - 1] && sums[index] >= sums[index + 1]
            }
            let total = heights.reduce(0) { $0 + sums[$1] }
            if total > best?.votes ?? 0 {
                let courses = heights.map { Course(start: Double($0 - margin), slope: slope) }
                best = (courses, total)
            }
        }
        return best?.courses ?? []
    }
}
