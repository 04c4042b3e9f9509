#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the lines of a page run, all at one slant.
struct LineCourses {
    /// A line's height at the left edge, and how much it falls a column.
    struct Course {
        let start: Double
        let slope: Double

        func height(at x: Int) -> Double { start + slope * Double(x) }
    }

    /// Pages lie askew by at most this many degrees.
    private static let largestSlant = 7.0
    /// At half the width of 1,000 pixels, a step of slant moves a line by two pixels.
    private static let slantStep = 0.25
    /// Lines that recur at one distance are at least this many.
    private static let fewestRecurring = 3
    /// Of lines that are found at this share of the coverage only, so many recur at least.
    private static let (faintCoverage, fewestFaint) = (0.5, 5)
    /// Lines are farther from each other than they are thick.
    private static let smallestPeriod = 8.0
    /// How far a line may lie from where it is due, as a share of the distance.
    private static let tolerance = 0.12

    /// The lines, and where they recur those that are due between and beside them.
    let all: [Course]
    /// The distance at which they recur; `nil` where they do not.
    let period: Double?

    /// Finds the lines that runs make up, by Hough's transform: each run votes, at each slant, for the height at which a
    /// line through it begins.
    ///
    /// - Parameters:
    ///   - runs: What may be of lines.
    ///   - width: The page's columns.
    ///   - height: The page's rows.
    ///   - coverage: What share of the page's width a line's runs cover, 0...1.
    init(of runs: [LineRun], width: Int, height: Int, coverage: Double) {
        var courses = Self.courses(of: runs, width, height, coverage)
        var recurrence = Self.recurrence(of: courses.map(\.start), fewest: Self.fewestRecurring)
        if recurrence == nil {
            // Faint lines are broken, but many of them together are lines all the same.
            let faint = Self.courses(of: runs, width, height, coverage * Self.faintCoverage)
            recurrence = Self.recurrence(of: faint.map(\.start), fewest: Self.fewestFaint)
            if recurrence != nil { courses = faint }
        }
        period = recurrence?.period
        guard let recurrence, let slope = courses.first?.slope else {
            all = courses
            return
        }
        // Also those in the corners of a turned page, which are short.
        let heights = [0, -slope * Double(width), Double(height), Double(height) - slope * Double(width)].sorted()
        let first = Int(((heights[0] - recurrence.first) / recurrence.period).rounded(.down))
        let last = Int(((heights[3] - recurrence.first) / recurrence.period).rounded(.up))
        let due = (first...last).map {
            Course(start: recurrence.first + Double($0) * recurrence.period, slope: slope)
        }
        all =
            courses
            + due.filter { course in
                courses.allSatisfy { abs($0.start - course.start) > Self.tolerance * recurrence.period }
            }
    }

    /// The lines at the slant at which they have most runs.
    private static func courses(of runs: [LineRun], _ width: Int, _ height: Int, _ coverage: Double) -> [Course] {
        guard Double(runs.count) >= coverage * Double(width) else { return [] }
        let largest = Int(largestSlant / slantStep)
        var best: (courses: [Course], votes: Int) = ([], 0)
        for step in -largest...largest {
            let slope = tan(Double(step) * slantStep * .pi / 180)
            let found = courses(of: runs, slope, width, height, coverage)
            if found.votes > best.votes { best = found }
        }
        return best.courses
    }

    /// The lines at one slant, and how many runs they have together.
    private static func courses(
        of runs: [LineRun], _ slope: Double, _ width: Int, _ height: Int, _ coverage: Double
    ) -> (courses: [Course], votes: Int) {
        // Heights begin below 0 where a line rises out of the page's left edge.
        let margin = Int((abs(slope) * Double(width)).rounded(.up)) + 1
        var votes = [Int](repeating: 0, count: height + 2 * margin)
        for run in runs { votes[margin + Int((run.middle - slope * Double(run.x)).rounded())] += 1 }
        // A line's ink may be spread over three heights.
        let sums = votes.indices.map {
            $0 == 0 || $0 == votes.count - 1 ? 0 : votes[$0 - 1] + votes[$0] + votes[$0 + 1]
        }
        var found: (courses: [Course], votes: Int) = ([], 0)
        for index in sums.indices.dropFirst().dropLast() where sums[index] > sums[index - 1] {
            guard sums[index] >= sums[index + 1], Double(sums[index]) >= coverage * Double(width) else { continue }
            found.courses.append(Course(start: Double(index - margin), slope: slope))
            found.votes += sums[index]
        }
        return found
    }

    /// The distance at which heights in rising order recur, and the height of the first, as the line of least squares
    /// has them.
    private static func recurrence(of heights: [Double], fewest: Int) -> (first: Double, period: Double)? {
        guard heights.count >= fewest else { return nil }
        let gaps = zip(heights.dropFirst(), heights).map { $0 - $1 }
        let usual = gaps.sorted()[gaps.count / 2]
        guard usual >= smallestPeriod else { return nil }
        // How many distances each lies below the one before; one line may be missing, or a few.
        let steps = gaps.map { ($0 / usual).rounded() }
        let fitting = zip(gaps, steps).count { abs($0 - $1 * usual) <= tolerance * usual + 1 && $1 > 0 }
        guard fitting * 4 >= gaps.count * 3 else { return nil }
        var places = [0.0]
        for step in steps { places.append(places[places.count - 1] + step) }
        let count = Double(heights.count)
        let (meanPlace, meanHeight) = (places.reduce(0, +) / count, heights.reduce(0, +) / count)
        var (product, square) = (0.0, 0.0)
        for (place, height) in zip(places, heights) {
            product += (place - meanPlace) * (height - meanHeight)
            square += (place - meanPlace) * (place - meanPlace)
        }
        guard square > 0 else { return nil }
        let period = product / square
        return (meanHeight - meanPlace * period, period)
    }
}
