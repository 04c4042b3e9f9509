/// Weighs what stands on a page by what it stands with: among digits, something doubtful is more likely a digit too.
///
/// A page of digits has few letters and scribbles on it; of what stands alone, anything may be.
enum Company {
    /// What is at least this certain is a digit, in whose company others are.
    private static let sure: Float = 0.5
    /// How much more likely something is a digit, as a factor of its odds, where most of the others are.
    private static let gain: Float = 4

    /// The readings of a page's lines, each weighed by the others.
    static func weighed(_ lines: [[DigitReading]]) -> [[DigitReading]] {
        let isSure = lines.map { line in line.map { $0.certainty >= sure } }
        let (count, total) = (isSure.joined().count { $0 }, isSure.joined().count)
        return zip(lines, isSure).map { line, isSure in
            zip(line, isSure).map { reading, isSure in
                var weighed = reading
                let others = isSure ? count - 1 : count
                if 2 * others > total - 1 { weighed.company = gain }
                return weighed
            }
        }
    }
}
