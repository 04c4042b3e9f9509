/// Finds the ink that hangs together, by rows: runs of a row that touch runs of the one above belong together, corner to
/// corner too.
enum InkParts {
    /// More parts are noise, not writing; the largest are kept.
    private static let maximumCount = 20_000
    /// What share of a part's own strength its ink has at least: half is the middle of a stroke's soft edge.
    private static let shareOfStrength = 0.42

    /// The parts of a mask, each cut back to where its own ink is strong.
    static func find(in mask: InkMask, of map: InkMap) -> [InkPart] {
        let rough = parts(of: mask.plane, map)
        // Each part has its own threshold now, which may take it apart: a smudge that joined two digits goes.
        var refined = Plane(
            width: mask.plane.width, height: mask.plane.height,
            values: [UInt8](repeating: 0, count: mask.plane.values.count))
        for part in rough {
            let threshold = max(map.noiseLimit, Int(Double(part.strength) * shareOfStrength))
            for run in part.runs {
                for x in run.columns where Int(map.ink[x, run.y]) > threshold { refined[x, run.y] = 1 }
            }
        }
        return parts(of: refined, map)
    }

    private static func parts(of plane: Plane, _ map: InkMap) -> [InkPart] {
        var runs: [InkPart.Run] = []
        var parents: [Int] = []
        var above = 0..<0
        for y in 0..<plane.height {
            let first = runs.count
            var x = 0
            while x < plane.width {
                guard plane[x, y] != 0 else {
                    x += 1
                    continue
                }
                let start = x
                while x < plane.width, plane[x, y] != 0 { x += 1 }
                parents.append(runs.count)
                runs.append(InkPart.Run(y: y, columns: start..<x))
            }
            connect(first..<runs.count, to: above, runs, &parents)
            above = first..<runs.count
        }
        var groups: [Int: [InkPart.Run]] = [:]
        for index in runs.indices { groups[root(index, &parents), default: []].append(runs[index]) }
        let largest = groups.sorted { $0.key < $1.key }.map(\.value)
        let parts = largest.map { InkPart(runs: $0, strength: strength(of: $0, map)) }
        guard parts.count > maximumCount else { return parts }
        return Array(parts.sorted { $0.area > $1.area }.prefix(maximumCount))
    }

    /// Joins runs of a row with those of the row above that they touch; both are in order from left to right.
    private static func connect(
        _ row: Range<Int>, to above: Range<Int>, _ runs: [InkPart.Run], _ parents: inout [Int]
    ) {
        var upper = above.lowerBound
        for index in row {
            let columns = runs[index].columns
            while upper < above.upperBound, runs[upper].columns.upperBound < columns.lowerBound { upper += 1 }
            var other = upper
            while other < above.upperBound, runs[other].columns.lowerBound <= columns.upperBound {
                let (a, b) = (root(index, &parents), root(other, &parents))
                parents[max(a, b)] = min(a, b)
                other += 1
            }
        }
    }

    private static func root(_ index: Int, _ parents: inout [Int]) -> Int {
        var index = index
        while parents[index] != index {
            parents[index] = parents[parents[index]]
            index = parents[index]
        }
        return index
    }

    /// The ink that nine tenths of a part's pixels do not pass.
    private static func strength(of runs: [InkPart.Run], _ map: InkMap) -> Int {
        var histogram = [Int](repeating: 0, count: 256)
        var count = 0
        for run in runs {
            for x in run.columns { histogram[Int(map.ink[x, run.y])] += 1 }
            count += run.columns.count
        }
        var above = 0
        for value in histogram.indices.reversed() {
            above += histogram[value]
            if above * 10 >= count, above > 0 { return max(value, 1) }
        }
        return 1
    }
}
