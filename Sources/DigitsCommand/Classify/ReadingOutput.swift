import DigitRecognition

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Prints readings one by one, so that a thousand pictures take the memory of one.
struct ReadingOutput {
    let format: ReadingFormat
    /// How many digits are listed for each that was found; none is listed where `nil`.
    let top: Int?
    let show: Bool
    private var count = 0

    init(format: ReadingFormat, top: Int?, show: Bool) {
        self.format = format
        self.top = top
        self.show = show
    }

    /// Prints what stands in a picture.
    mutating func add(_ reading: PictureReading, of file: String) throws {
        guard format == .text else { return try print(ReadingDocument(reading, of: file)) }
        let text = reading.text.isEmpty ? "no digit" : reading.text.replacing("\n", with: " / ")
        var lines = "\(file): \(text)\n"
        for digit in reading.digits {
            if let top { lines += Self.line(digit, top) }
            if show { lines += digit.terminalRendering(Self.style) + "\n" }
        }
        Console.output(lines)
    }

    /// Prints that a picture could not be read; people are told on standard error.
    mutating func addFailure(_ message: String, of file: String) throws {
        if format != .text { try print(ReadingDocument(failure: message, of: file)) }
    }

    /// Ends the document.
    func finish() {
        if format == .json { Console.output(count == 0 ? "[]" : "]") }
    }

    private mutating func print(_ document: ReadingDocument) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if format == .json { encoder.outputFormatting.insert(.prettyPrinted) }
        let text = String(decoding: try encoder.encode(document), as: UTF8.self)
        let separator = format == .jsonl ? "" : count == 0 ? "[\n" : ",\n"
        count += 1
        Console.output(separator + text)
    }

    private static func line(_ digit: FoundDigit, _ top: Int) -> String {
        let probabilities = digit.prediction.probabilities
        let order = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
        let likeliest = order.prefix(top).map {
            "\($0) \(TextFormat.fixed(Double(probabilities[$0]) * 100, 1)) %"
        }
        let box = digit.box
        let rejected = digit.digit == nil ? ", rejected" : ""
        return "  at (\(box.x), \(box.y)), \(box.width) x \(box.height): "
            + likeliest.joined(separator: ", ") + rejected + "\n"
    }

    private static var style: TerminalStyle {
        TerminalStyle(environment: Console.terminalEnvironment, isTerminal: Console.outputIsTerminal)
    }
}
