/// Which old pixels a new one covers along a side, and how much of each: area resampling, one side at a time.
struct AreaWeights: Sendable {
    private let first: [Int]
    private let weights: [[Float]]

    /// - Parameters:
    ///   - old: Pixels along the side now.
    ///   - new: Pixels along the side after.
    init(from old: Int, to new: Int) {
        let scale = Double(old) / Double(new)
        var first: [Int] = []
        var weights: [[Float]] = []
        for index in 0..<new {
            let (start, end) = (Double(index) * scale, Double(index + 1) * scale)
            let begin = min(Int(start), old - 1)
            let last = min(max(Int(end.rounded(.up)), begin + 1), old)
            first.append(begin)
            weights.append(
                (begin..<last).map { Float(max(0, min(end, Double($0 + 1)) - max(start, Double($0))) / scale) })
        }
        self.first = first
        self.weights = weights
    }

    /// The mean of the old values under the new pixel at `index`.
    func mean(_ index: Int, _ value: (Int) -> Float) -> Float {
        var sum: Float = 0
        for (offset, weight) in weights[index].enumerated() { sum += weight * value(first[index] + offset) }
        return sum
    }
}
