public import DigitDatasets

extension DigitImage {
    /// The image in the plainest style, for `print`.
    public var terminalRendering: String { terminalRendering(.plain) }

    /// The image as lines of text, ink bright as in MNIST; each line ends in a line feed.
    ///
    /// Colour styles put two pixel rows into a line by half blocks, so that pixels come out about square.
    public func terminalRendering(_ style: TerminalStyle) -> String {
        switch style {
        case .trueColor: halfBlocks { "2;\($0);\($0);\($0)" }
        case .color256: halfBlocks { "5;\(Self.paletteGrey($0))" }
        case .plain: characters
        }
    }

    /// The image in Braille dots, for a row of several digits: two columns and four rows a character.
    ///
    /// A dot is where a pixel is at least half dark. The lines have no line feeds.
    var brailleLines: [String] {
        // Unicode numbers the dots of a cell down the left column, then the right, the fourth row last.
        let dots: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
        return stride(from: 0, to: height, by: 4).map { top in
            var line = String.UnicodeScalarView()
            for left in stride(from: 0, to: width, by: 2) {
                var cell: UInt32 = 0x2800
                for row in top..<min(top + 4, height) {
                    for column in left..<min(left + 2, width) where self[row, column] >= 128 {
                        cell |= dots[row - top][column - left]
                    }
                }
                line.append(Unicode.Scalar(cell) ?? " ")
            }
            return String(line)
        }
    }

    private var characters: String {
        let ramp = Array(" .:-=+*#%@")
        var text = ""
        for row in 0..<height {
            for column in 0..<width {
                let character = ramp[Int(self[row, column]) * ramp.count / 256]
                text.append(character)
                text.append(character)
            }
            text.append("\n")
        }
        return text
    }

    /// Upper half blocks: the foreground colours the upper pixel of a character, the background the lower.
    private func halfBlocks(_ color: (UInt8) -> String) -> String {
        var text = ""
        for row in stride(from: 0, to: height, by: 2) {
            for column in 0..<width {
                let lower = row + 1 < height ? self[row + 1, column] : 0
                text += "\u{1B}[38;\(color(self[row, column]));48;\(color(lower))m▀"
            }
            text += "\u{1B}[0m\n"
        }
        return text
    }

    /// The palette's number for a grey: 232 is nearly black, 255 nearly white.
    private static func paletteGrey(_ level: UInt8) -> Int { 232 + Int(level) * 23 / 255 }
}

extension DigitImages {
    /// The images side by side in Braille dots, each with a caption below it: 15 characters an image.
    ///
    /// - Parameters:
    ///   - captions: One an image, of at most 14 characters.
    ///   - perLine: How many stand side by side.
    /// - Returns: Lines of text, each with its line feed.
    public func terminalSheet(captions: [String], perLine: Int = 5) -> String {
        guard captions.count == count, perLine > 0 else {
            fatalError("\(captions.count) captions do not go with \(count) images")
        }
        let cellWidth = (width + 1) / 2 + 1
        var text = ""
        for start in stride(from: 0, to: count, by: perLine) {
            let row = start..<min(start + perLine, count)
            let cells = row.map { self[$0].brailleLines + [captions[$0]] }
            for line in cells[0].indices {
                let joined = cells.map { cell in
                    cell[line] + String(repeating: " ", count: max(0, cellWidth - cell[line].count))
                }.joined()
                text += String(joined.reversed().drop { $0 == " " || $0 == "\u{2800}" }.reversed()) + "\n"
            }
        }
        return text
    }
}
