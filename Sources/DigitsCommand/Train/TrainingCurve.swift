import DigitNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The epochs of a training as a picture: above the loss, below the part of the images that was misread, both of the
/// training and of the validation images, on scales of powers of ten.
struct TrainingCurve {
    private let history: [EpochRecord]

    init(_ history: [EpochRecord]) {
        self.history = history
    }

    /// The picture as a document of its own; its colours follow the reader's choice of light or dark.
    var svg: String {
        let panels = [
            Panel(
                title: "cross-entropy", top: 40, training: history.map(\.loss),
                validation: history.map { $0.validation?.loss }),
            Panel(
                title: "misread", top: 260, training: history.map { 1 - $0.accuracy },
                validation: history.map { $0.validation.map { 1 - $0.accuracy } }),
        ]
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 500" font-family="sans-serif" font-size="12">
            <style>
            svg { color: #222; background: #fff } .training { color: #888 } .validation { color: #06c }
            @media (prefers-color-scheme: dark) {
            svg { color: #ddd; background: #161616 } .training { color: #999 } .validation { color: #6bf } }
            path { fill: none; stroke: currentColor } .grid { opacity: 0.2 } .curve { stroke-width: 2 }
            text { fill: currentColor }
            </style>
            <text class="training" x="60" y="24">training</text>
            <text class="validation" x="130" y="24">validation</text>
            <text x="330" y="488" text-anchor="middle">epoch, 1 to \(history.count)</text>
            \(panels.map(\.elements).joined(separator: "\n"))
            </svg>

            """
    }
}

/// One of the two coordinate systems.
private struct Panel {
    let title: String
    let top: Double
    let training: [Double]
    let validation: [Double?]

    private static let left = 60.0
    private static let width = 560.0
    private static let height = 190.0

    /// The decades that hold all values; zero lies on the lowest.
    private var decades: ClosedRange<Int> {
        let exponents = (training + validation.compactMap(\.self)).filter { $0 > 0 && $0.isFinite }.map { log10($0) }
        let lowest = Int((exponents.min() ?? 0).rounded(.down))
        return lowest...max(Int((exponents.max() ?? 0).rounded(.up)), lowest + 1)
    }

    var elements: String {
        let lines = decades.map { decade in
            let y = fixed(height(Double(decade)))
            return "<path class=\"grid\" d=\"M\(fixed(Self.left)) \(y)h\(fixed(Self.width))\"/>"
                + "<text x=\"54\" y=\"\(y)\" text-anchor=\"end\" dominant-baseline=\"middle\">\(label(decade))</text>"
        }
        let curves = [("training", training.map(Optional.some)), ("validation", validation)].map { name, values in
            "<path class=\"curve \(name)\" d=\"\(path(values))\"/>"
        }
        return (["<text x=\"320\" y=\"\(fixed(top - 4))\">\(title)</text>"] + lines + curves).joined(separator: "\n")
    }

    private func path(_ values: [Double?]) -> String {
        var path = ""
        for (index, value) in values.enumerated() {
            guard let value, value.isFinite else { continue }
            let x = Self.left + Self.width * Double(index) / Double(max(values.count - 1, 1))
            path += "\(path.isEmpty ? "M" : "L")\(fixed(x)) \(fixed(height(value > 0 ? log10(value) : -.infinity)))"
        }
        return path
    }

    private func height(_ exponent: Double) -> Double {
        let (lowest, highest) = (Double(decades.lowerBound), Double(decades.upperBound))
        return top + Self.height * (highest - max(exponent, lowest)) / (highest - lowest)
    }

    /// `0.01`, `1`, `100`.
    private func label(_ decade: Int) -> String {
        decade < 0
            ? "0." + String(repeating: "0", count: -decade - 1) + "1" : "1" + String(repeating: "0", count: decade)
    }

    private func fixed(_ value: Double) -> String { TextFormat.fixed(value, 1) }
}
