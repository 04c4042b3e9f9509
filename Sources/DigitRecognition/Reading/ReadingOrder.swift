/// Lines of writing, from top to bottom, and in each the digits from left to right, on a page that may lie askew.
enum ReadingOrder {
    /// The indices of boxes, line by line.
    ///
    /// Going from left to right, each digit goes on the line whose last digit stands most nearly at its height; so a
    /// line may climb as much as it likes between its ends.
    static func lines(of boxes: [PixelBox]) -> [[Int]] {
        var lines: [[Int]] = []
        for index in boxes.indices.sorted(by: { middle(boxes[$0]) < middle(boxes[$1]) }) {
            let box = boxes[index]
            let overlaps = lines.map { line in line.last.map { overlap(box, boxes[$0]) } ?? 0 }
            if let best = overlaps.indices.max(by: { overlaps[$0] < overlaps[$1] }), overlaps[best] > 0.3 {
                lines[best].append(index)
            } else {
                lines.append([index])
            }
        }
        return lines.sorted { above(boxes, $0, $1) }
    }

    /// Twice the middle column.
    private static func middle(_ box: PixelBox) -> Int { 2 * box.x + box.width }

    /// What share of the lower of two boxes stands beside the other.
    private static func overlap(_ a: PixelBox, _ b: PixelBox) -> Double {
        Double(-a.rowGap(to: b)) / Double(min(a.height, b.height))
    }

    /// Lines are compared where they are nearest to each other, since both may climb.
    private static func above(_ boxes: [PixelBox], _ a: [Int], _ b: [Int]) -> Bool {
        var nearest: (distance: Int, a: PixelBox, b: PixelBox)?
        for first in a {
            for second in b {
                let distance = abs(middle(boxes[first]) - middle(boxes[second]))
                if distance < nearest?.distance ?? .max { nearest = (distance, boxes[first], boxes[second]) }
            }
        }
        guard let nearest else { return false }
        return 2 * nearest.a.y + nearest.a.height < 2 * nearest.b.y + nearest.b.height
    }
}
