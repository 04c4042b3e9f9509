/// Where a part that is wide for one digit can be cut into several.
enum TouchingDigits {
    /// Parts narrower than this share of their height are one digit.
    static let narrowestPair = 0.55
    /// At most this many cuts are tried, those through the least ink.
    private static let maximumCuts = 7
    /// Cuts keep this share of the height from each other and from the sides.
    private static let distance = 0.2

    /// Whether a part may be more than one digit by its shape.
    static func mayTouch(_ part: InkPart) -> Bool {
        Double(part.box.width) > narrowestPair * Double(part.box.height)
    }

    /// Ways from top to bottom through little ink, from left to right; each gives the column of the cut for each row.
    static func cuts(of part: InkPart) -> [[Int]] {
        let box = part.box
        var ink = [UInt8](repeating: 0, count: box.width * box.height)
        for run in part.runs {
            for x in run.columns { ink[(run.y - box.y) * box.width + x - box.x] = 1 }
        }
        let gap = max(2, Int(distance * Double(box.height)))
        guard box.width > 2 * gap else { return [] }
        let ways = (gap..<box.width - gap).map { way(through: ink, box, at: $0) }
        // The cheapest first; the next ones at some distance from those.
        var chosen: [(column: Int, way: [Int])] = []
        for candidate in ways.indices.sorted(by: { ways[$0].cost < ways[$1].cost }) {
            guard chosen.count < maximumCuts else { break }
            let column = candidate + gap
            if chosen.allSatisfy({ abs($0.column - column) >= gap }) {
                chosen.append((column, ways[candidate].columns))
            }
        }
        return chosen.sorted { $0.column < $1.column }.map { cut in cut.way.map { $0 + box.x } }
    }

    /// The part between two cuts, or between a cut and a side.
    static func piece(of part: InkPart, from left: [Int]?, to right: [Int]?) -> InkPart? {
        var runs: [InkPart.Run] = []
        for run in part.runs {
            let row = run.y - part.box.y
            let from = max(run.columns.lowerBound, left?[row] ?? .min)
            let to = min(run.columns.upperBound, right?[row] ?? .max)
            if from < to { runs.append(InkPart.Run(y: run.y, columns: from..<to)) }
        }
        return runs.isEmpty ? nil : InkPart(runs: runs, strength: part.strength)
    }

    /// The way that starts and ends near a column and crosses least ink, going one column aside a row at most.
    ///
    /// Dynamic programming within a band around the column; a step aside costs a little, so that ways stay steep.
    private static func way(
        through ink: [UInt8], _ box: PixelBox, at column: Int
    ) -> (cost: Int, columns: [Int]) {
        let reach = max(1, box.height / 8)
        let band = max(0, column - reach)..<min(box.width, column + reach + 1)
        let inkCost = 8
        var costs = band.map { inkCost * Int(ink[$0]) + abs($0 - column) }
        var steps: [[Int]] = [[Int](repeating: 0, count: band.count)]
        for y in 1..<max(1, box.height) {
            var next = costs
            var step = [Int](repeating: 0, count: band.count)
            for index in costs.indices {
                var best = (cost: costs[index], step: 0)
                if index > 0, costs[index - 1] + 1 < best.cost { best = (costs[index - 1] + 1, -1) }
                if index + 1 < costs.count, costs[index + 1] + 1 < best.cost { best = (costs[index + 1] + 1, 1) }
                next[index] = best.cost + inkCost * Int(ink[y * box.width + band.lowerBound + index])
                step[index] = best.step
            }
            costs = next
            steps.append(step)
        }
        var index = costs.indices.min { costs[$0] < costs[$1] } ?? 0
        let cost = costs[index]
        var columns = [Int](repeating: 0, count: box.height)
        for y in (0..<box.height).reversed() {
            columns[y] = band.lowerBound + index
            index += steps[y][index]
        }
        return (cost, columns)
    }
}
