#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Numbers as people read them.
enum TextFormat {
    /// A number with a fixed count of decimals: `fixed(93.519, 2)` is `93.52`.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "\(value)" }
        let scale = pow(10, Double(decimals))
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 0x1p53 else { return "\(value)" }
        let digits = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return decimals == 0 ? sign + padded : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// A number with as many decimals as it needs: `0.05`, `15`.
    static func shortest(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 0x1p53 ? String(Int(value)) : String(value)
    }

    /// A whole number with its thousands apart: `45,360`.
    static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "-" + text : text
    }

    /// A rate or a size to three significant digits, its thousands apart.
    static func rounded(_ value: Double) -> String {
        guard value.isFinite, value > 0 else { return "\(value)" }
        let magnitude = Int(floor(log10(value)))
        guard magnitude >= 2 else { return fixed(value, 2 - magnitude) }
        let unit = pow(10, Double(magnitude - 2))
        return grouped(Int((value / unit).rounded() * unit))
    }

    /// A count of bytes: `9.9 MB`.
    static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1_000: "\(count) B"
        case ..<1_000_000: fixed(Double(count) / 1e3, 1) + " kB"
        case ..<1_000_000_000: fixed(Double(count) / 1e6, 1) + " MB"
        default: fixed(Double(count) / 1e9, 2) + " GB"
        }
    }

    /// A time: `0.12 s`, `3 min 20 s`.
    static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<0.001: fixed(seconds * 1e6, 0) + " us"
        case ..<0.1: fixed(seconds * 1e3, 1) + " ms"
        case ..<60: fixed(seconds, seconds < 10 ? 2 : 1) + " s"
        default: "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
        }
    }

    /// Text made up to a width with spaces on the left.
    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// Text made up to a width with spaces on the right.
    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
