/// Figures as people read them, a line a piece.
package enum BenchmarkTable {
    /// What stands above the columns.
    package static let head =
        left("piece", 34) + right("threads", 8) + right("median", 11) + right("spread", 9) + right("images/s", 13)
        + right("of peak", 9) + right("memory", 9)

    /// The line of a measurement.
    package static func line(_ result: Measurement) -> String {
        let half = (result.upperQuartileSeconds - result.lowerQuartileSeconds) / 2 / result.medianSeconds
        return left(result.name, 34) + right(String(result.threads), 8) + right(duration(result.medianSeconds), 11)
            + right("±" + fixed(100 * half, 1) + "%", 9) + right(result.imagesPerSecond.map(count) ?? "", 13)
            + right(result.shareOfPeak.map { fixed(100 * $0, 0) + "%" } ?? "", 9)
            + right(result.peakMemoryBytes.map { fixed(Double($0) / 1e6, 0) + " MB" } ?? "", 9)
    }

    /// A time with three digits or more: `0.734 us`, `12.3 ms`.
    package static func duration(_ seconds: Double) -> String {
        let (value, unit) =
            switch seconds {
            case ..<1e-3: (seconds * 1e6, "us")
            case ..<1: (seconds * 1e3, "ms")
            default: (seconds, "s")
            }
        return fixed(value, value < 10 ? 3 : value < 100 ? 2 : 1) + " " + unit
    }

    /// A rate as a whole number with its thousands apart.
    package static func count(_ value: Double) -> String {
        var text = ""
        for (index, digit) in String(Int(value.rounded())).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// A number with so many decimals.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value * scale).rounded()
        guard scaled.magnitude < 0x1p53 else { return "\(value)" }
        let digits = String(Int(scaled.magnitude))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = scaled < 0 ? "-" : ""
        return sign + padded.dropLast(decimals) + (decimals > 0 ? "." + padded.suffix(decimals) : "")
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
