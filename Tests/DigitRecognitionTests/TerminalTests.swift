import DigitDatasets
import DigitRecognition
import Testing

@Suite("Digits in a terminal")
struct TerminalTests {
    /// Three rows of two pixels.
    private let image = DigitImage(pixels: [0, 255, 128, 64, 25, 26], height: 3, width: 2)

    @Test func plainStyleGivesTwoCharactersAPixel() {
        // The ramp has ten steps of 25.6: 25 is still the first, 26 the second, 64 the third, 128 the sixth.
        #expect(image.terminalRendering(.plain) == "  @@\n++::\n  ..\n")
        #expect(image.terminalRendering == image.terminalRendering(.plain))
    }

    @Test func trueColourPutsTwoRowsIntoALine() {
        let first = "\u{1B}[38;2;0;0;0;48;2;128;128;128m▀\u{1B}[38;2;255;255;255;48;2;64;64;64m▀\u{1B}[0m\n"
        let second = "\u{1B}[38;2;25;25;25;48;2;0;0;0m▀\u{1B}[38;2;26;26;26;48;2;0;0;0m▀\u{1B}[0m\n"
        #expect(image.terminalRendering(.trueColor) == first + second)
    }

    @Test func thePaletteOf256HasTwentyFourGreys() {
        let rendering = image.terminalRendering(.color256)
        #expect(rendering.hasPrefix("\u{1B}[38;5;232;48;5;243m▀\u{1B}[38;5;255;48;5;237m▀"))
    }

    @Test(arguments: [
        (["COLORTERM": "truecolor", "TERM": "xterm-256color"], true, TerminalStyle.trueColor),
        (["TERM": "xterm-256color"], true, .color256),
        (["TERM": "xterm"], true, .plain),
        (["TERM": "dumb", "COLORTERM": "truecolor"], true, .plain),
        (["COLORTERM": "truecolor", "TERM": "xterm", "NO_COLOR": "1"], true, .plain),
        (["COLORTERM": "truecolor", "TERM": "xterm", "NO_COLOR": ""], true, .trueColor),
        (["COLORTERM": "truecolor", "TERM": "xterm"], false, .plain),
        ([:], true, .plain),
    ])
    func theEnvironmentDecides(environment: [String: String], isTerminal: Bool, expected: TerminalStyle) {
        #expect(TerminalStyle(environment: environment, isTerminal: isTerminal) == expected)
    }

    @Test func aSheetPutsDigitsSideBySide() {
        // Ink in the top left pixel is dot 1, U+2801; in the bottom right one of 4x2, dot 8, U+2880.
        var pixels = [UInt8](repeating: 0, count: 16)
        pixels[0] = 128
        pixels[15] = 255
        let images = DigitImages(pixels: pixels, count: 2, height: 4, width: 2)
        #expect(images.terminalSheet(captions: ["a", "b"]) == "⠁ ⢀\na b\n")
        #expect(images.terminalSheet(captions: ["a", "b"], perLine: 1) == "⠁\na\n⢀\nb\n")
    }
}
