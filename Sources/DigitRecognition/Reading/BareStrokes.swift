/// Doubts a 1 beside something that is no digit: it is one stroke, and more likely one of that, of a K or of a scribble.
enum BareStrokes {
    private static let digit = 1
    /// Strokes that are farther off than this share of their height stand alone.
    private static let widestGap = 0.25

    /// The readings of a line, in which such a 1 is no more certain than what it stands beside.
    ///
    /// - Parameters:
    ///   - readings: From left to right.
    ///   - boxes: Where each stands.
    ///   - threshold: The certainty below which something is no digit.
    /// - Returns: One for each.
    static func doubted(_ readings: [DigitReading], in boxes: [PixelBox], threshold: Float) -> [DigitReading] {
        var doubted = readings
        for (left, right) in zip(readings.indices, readings.indices.dropFirst())
        where stand(boxes[left], beside: boxes[right]) {
            for (stroke, other) in [(left, right), (right, left)]
            where readings[stroke].prediction.digit == digit && readings[other].certainty < threshold {
                doubted[stroke].highest = min(doubted[stroke].highest, readings[other].certainty)
            }
        }
        return doubted
    }

    private static func stand(_ left: PixelBox, beside right: PixelBox) -> Bool {
        let height = Double(max(left.height, right.height))
        return Double(left.columnGap(to: right)) <= widestGap * height && left.rowGap(to: right) < 0
    }
}
