import DigitDatasets
import DigitFormats
import Foundation
import Testing

/// Letters and digits of fonts that the digit check was not trained on: `Fixtures/make_glyphs.py`.
struct Glyphs {
    /// Twelve fonts each.
    enum Fonts: String, CaseIterable {
        /// They were looked at when the reader's rules and thresholds were made.
        case develop
        /// They were read when all was settled.
        case report
    }

    /// One glyph, 72x72.
    struct Glyph {
        let character: Character
        let image: DigitImage
    }

    /// Font by font.
    let all: [Glyph]

    init(_ fonts: Fonts) throws {
        func read(_ name: String) throws -> Tensor {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            return try IDX.decode(
                possiblyGzipped: [UInt8](Data(contentsOf: folder.appendingPathComponent("Fixtures/\(name).gz"))))
        }
        let (images, characters) = (
            try read("\(fonts)-glyphs-idx3-ubyte"), try read("\(fonts)-characters-idx1-ubyte")
        )
        let side = images.shape[1]
        try #require(images.shape == [characters.bytes.count, side, side])
        all = characters.bytes.enumerated().map { index, code in
            let pixels = Array(images.bytes[index * side * side..<(index + 1) * side * side])
            return Glyph(
                character: Character(UnicodeScalar(code)), image: DigitImage(pixels: pixels, height: side, width: side))
        }
    }
}
