extension FoundDigit {
    /// What the network saw, and beside it a bar for each digit's probability: lines of text for a terminal.
    public func terminalRendering(_ style: TerminalStyle) -> String {
        let picture = image.terminalRendering(style).split(separator: "\n", omittingEmptySubsequences: false)
        let mark: Character = style == .plain ? "#" : "█"
        let barLength = 20
        // As many lines above the bars as below.
        let first = max(0, (picture.count - 1 - prediction.probabilities.count) / 2)
        var text = ""
        for (row, line) in picture.dropLast().enumerated() {
            text += line
            let label = row - first
            if prediction.probabilities.indices.contains(label) {
                let probability = prediction.probabilities[label]
                let length = Int((probability * Float(barLength)).rounded())
                let bar = String(repeating: mark, count: length) + String(repeating: " ", count: barLength - length)
                let permille = Int((probability * 1000).rounded())
                text += "  \(label) \(bar) \(permille / 10).\(permille % 10) %"
            }
            text += "\n"
        }
        return text
    }
}
