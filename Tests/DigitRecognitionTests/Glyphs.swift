import DigitDatasets
import DigitFormats
import Foundation
import Testing

/// Letters and digits of twelve fonts that the digit check was not trained on: `Fixtures/make_glyphs.py`.
struct Glyphs {
    /// One glyph, 72x72.
    struct Glyph {
        let character: Character
        let image: DigitImage
    }

    /// Font by font.
    let all: [Glyph]

    init() throws {
        func read(_ name: String) throws -> Tensor {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            return try IDX.decode(
                possiblyGzipped: [UInt8](Data(contentsOf: folder.appendingPathComponent("Fixtures/\(name).gz"))))
        }
        let (images, characters) = (try read("glyphs-idx3-ubyte"), try read("glyph-characters-idx1-ubyte"))
        let side = images.shape[1]
        try #require(images.shape == [characters.bytes.count, side, side])
        all = characters.bytes.enumerated().map { index, code in
            let pixels = Array(images.bytes[index * side * side..<(index + 1) * side * side])
            return Glyph(
                character: Character(UnicodeScalar(code)), image: DigitImage(pixels: pixels, height: side, width: side))
        }
    }
}
