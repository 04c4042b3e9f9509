/// How long and how often something is timed.
package struct Stopwatch: Sendable {
    /// Seconds that the repeats of one piece may take together.
    package var budget: Double
    /// Repeats of a piece, at least this many unless they take ten times the budget.
    package var minimumRepeats: Int
    /// Repeats of a piece, at most.
    package var maximumRepeats: Int

    /// Sets how long and how often.
    package init(budget: Double, minimumRepeats: Int, maximumRepeats: Int) {
        self.budget = budget
        self.minimumRepeats = minimumRepeats
        self.maximumRepeats = maximumRepeats
    }

    /// What `digits-bench` does without options.
    package static let thorough = Stopwatch(budget: 1.5, minimumRepeats: 5, maximumRepeats: 400)
    /// What `digits-bench --quick` does.
    package static let quick = Stopwatch(budget: 0.15, minimumRepeats: 3, maximumRepeats: 50)

    /// A repeat of less than this many seconds says more of the clock than of the work.
    private static let shortestRepeat = 2e-4

    /// Times work: once or twice to warm up, then many times.
    ///
    /// Work that is too short for the clock is done several times in one repeat.
    ///
    /// - Parameter work: Given a number that counts on, so that it can take other images each time.
    /// - Returns: Seconds that the work takes once.
    /// - Throws: What the work throws.
    package func time(_ work: (Int) throws -> Void) rethrows -> Spread {
        var calls = 0
        func seconds(_ count: Int) throws -> Double {
            let start = ContinuousClock.now
            for _ in 0..<count {
                try work(calls)
                calls += 1
            }
            return (ContinuousClock.now - start) / .seconds(1)
        }
        let first = try seconds(1)
        let second = first > budget ? first : try seconds(1)
        var count = 1
        if second < Self.shortestRepeat {
            // The second call, too, may have been a slow one: a longer run decides.
            let each = max(try seconds(50) / 50, 1e-9)
            count = max(1, Int((Self.shortestRepeat / each).rounded(.up)))
        }
        var times: [Double] = []
        var total = 0.0
        while times.count < maximumRepeats,
            total < budget || (times.count < minimumRepeats && total < 10 * budget)
        {
            let time = try seconds(count)
            total += time
            times.append(time / Double(count))
        }
        return Spread(times)
    }
}
