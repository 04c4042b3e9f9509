/// Numbers of an array as JSON gives them: one after another, or nested as the array's shape is.
package struct JSONNumbers {
    package fileprivate(set) var values: [Float] = []
    /// The lengths of the arrays, outermost first; one where the numbers were not nested.
    package fileprivate(set) var lengths: [Int] = []

    /// Notes the length of an array that stands in `depth` others; `false` where another of that depth differs.
    fileprivate mutating func note(_ length: Int, depth: Int) -> Bool {
        guard prepare(ranks: depth + 1, atLeast: true) else { return false }
        guard lengths[depth] == -1 || lengths[depth] == length else { return false }
        lengths[depth] = length
        return true
    }

    /// Whether arrays of numbers stand in `ranks` arrays, their own included; the first ones decide.
    fileprivate mutating func prepare(ranks: Int, atLeast: Bool = false) -> Bool {
        if lengths.isEmpty { lengths = Array(repeating: -1, count: ranks) }
        return atLeast ? ranks <= lengths.count : ranks == lengths.count
    }
}

extension JSONReader {
    /// How deep the numbers of a tensor may be nested: batch, channel, row and column.
    static let maximumRank = 4

    /// Reads at most `limit` numbers in arrays that are nested as those of a tensor: all of a depth are of one length.
    package mutating func numbers(_ member: String, limit: Int) throws -> JSONNumbers {
        var numbers = JSONNumbers()
        // Of each open array, outermost first, how many values were read.
        var counts: [Int] = []
        while true {
            if take("[") {
                guard counts.count < Self.maximumRank else {
                    throw error(member, "expected at most \(Self.maximumRank) dimensions")
                }
                counts.append(0)
                if !take("]") { continue }
            } else {
                guard !counts.isEmpty else { throw error(member, "expected an array of numbers") }
                guard numbers.prepare(ranks: counts.count) else {
                    throw error(member, "expected arrays that are nested equally deep")
                }
                counts[counts.count - 1] += try row(member, limit: limit, into: &numbers.values)
            }
            // The innermost array has ended, and maybe some of those around it with it.
            repeat {
                let count = counts.removeLast()
                guard numbers.note(count, depth: counts.count) else {
                    throw error(member, "expected arrays of equal length side by side")
                }
                if counts.isEmpty { return numbers }
                counts[counts.count - 1] += 1
            } while try !hasNext(member)
        }
    }

    /// Whether another value follows in an array; otherwise its end is read.
    @inline(__always)
    private mutating func hasNext(_ member: String) throws -> Bool {
        if take(",") { return true }
        guard take("]") else { throw error(member, "expected a comma or the array's end") }
        return false
    }

    /// Reads numbers up to the end of their array, and the end; gives how many.
    private mutating func row(_ member: String, limit: Int, into values: inout [Float]) throws -> Int {
        let start = values.count
        // A copy, for the compiler: its offset is kept in a register.
        var reader = self
        repeat {
            guard values.count < limit else {
                throw Refusal.tooLarge("\(member): expected at most \(limit) numbers, found more")
            }
            values.append(try reader.float(member))
        } while try reader.hasNext(member)
        self = reader
        return values.count - start
    }
}
