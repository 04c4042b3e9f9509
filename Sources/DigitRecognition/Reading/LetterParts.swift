import DigitDatasets

/// Joins parts that stand beside each other and are one letter together: the stem of a K, which alone would be a 1.
enum LetterParts {
    /// Parts that are farther apart than this share of their height are two signs.
    private static let widestGap = 0.3
    /// Letters of several parts are no wider than this share of their height; most pairs of digits are.
    private static let widest = 1.15
    /// Parts become one that are this likely a letter as a whole.
    private static let sure: Float = 0.7

    /// The parts, and in the place of two that are a letter their whole, for which no digit will be read.
    ///
    /// - Parameters:
    ///   - parts: What may be digits.
    ///   - map: The map they lie in.
    ///   - read: Reads images.
    /// - Returns: As many parts or fewer, in no order.
    static func joined(
        _ parts: [InkPart], of map: InkMap, _ read: ([DigitImage]) -> [DigitReading]
    ) -> [InkPart] {
        let neighbours = ReadingOrder.lines(of: parts.map(\.box)).flatMap { line in
            zip(line, line.dropFirst()).filter { mayBeLetter(parts[$0].box, parts[$1].box) }
        }
        let wholes = neighbours.map { left, right in
            var whole = parts[left]
            whole.join(parts[right])
            return whole
        }
        let readings = read(wholes.map { MNISTFit.image(DigitCrop($0, of: map)) })
        var result: [InkPart] = []
        var taken: Set<Int> = []
        // The likeliest letter first, since a part is of one letter only.
        for index in readings.indices.sorted(by: { letter(readings[$0]) > letter(readings[$1]) }) {
            let (left, right) = neighbours[index]
            guard letter(readings[index]) >= sure, taken.isDisjoint(with: [left, right]) else { continue }
            taken.formUnion([left, right])
            result.append(wholes[index])
        }
        return result + parts.indices.filter { !taken.contains($0) }.map { parts[$0] }
    }

    private static func letter(_ reading: DigitReading) -> Float { reading.check?.letter ?? 0 }

    private static func mayBeLetter(_ left: PixelBox, _ right: PixelBox) -> Bool {
        let (whole, height) = (left.union(right), Double(max(left.height, right.height)))
        let overlap = -left.rowGap(to: right)
        return Double(left.columnGap(to: right)) <= widestGap * height && 2 * overlap >= min(left.height, right.height)
            && Double(whole.width) <= widest * Double(whole.height)
    }
}
