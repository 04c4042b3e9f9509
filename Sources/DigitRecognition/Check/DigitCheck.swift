import CDigitAssets
import DigitDatasets
import DigitNetwork

/// Says whether an image is a digit at all: a network that was trained on digits and on what is none.
///
/// A network for ten digits has no other answers, and gives one of them to a letter or a blot as surely as to a digit.
/// The classes of this one are the ten digits, then letters and kinds of pictures: `Scripts/check/make_pictures.py`.
struct DigitCheck: Sendable {
    private static let digitClasses = 0..<10
    private static let letterClasses = 10..<42
    /// Two or three digits that touch, or nearly.
    private static let runClass = 45
    private static let textureClass = 48
    private static let classes = 49

    /// What it says of one image.
    struct Answer {
        /// The probability that it is a digit, 0...1.
        let digit: Float
        /// The probability that it is a letter that is no digit to any eye, 0...1.
        let letter: Float
        /// The probability that it is two or three digits that touch, or nearly, 0...1.
        let run: Float
        /// The probability that it is a piece of a texture: of stripes, that is a bar, 0...1.
        let texture: Float
    }

    private let recognizer: Recognizer

    /// The network of this package.
    static let shipped: DigitCheck = {
        do {
            let recognizer = try Recognizer(
                bytes: digit_asset_model_digit_check().contents, format: .safetensors, name: "digit-check")
            guard recognizer.classes == classes else { fatalError("the digit check has \(recognizer.classes) classes") }
            return DigitCheck(recognizer: recognizer)
        } catch {
            fatalError("the digit check inside this program is damaged: \(error)")
        }
    }()

    /// Whether each image is a digit.
    ///
    /// - Parameters:
    ///   - images: 28x28, as the reader fits them, 0 paper to 255 ink.
    ///   - threads: How many threads share the work, 1 or more.
    /// - Returns: One an image.
    func answers(_ images: DigitImages, threads: Int) -> [Answer] {
        let kinds = recognizer.predict(images, threads: threads)
        return (0..<kinds.count).map { row in
            let values = kinds[row].probabilities
            func sum(_ classes: Range<Int>) -> Float { min(1, values[classes].reduce(0, +)) }
            return Answer(
                digit: sum(Self.digitClasses), letter: sum(Self.letterClasses), run: values[Self.runClass],
                texture: values[Self.textureClass])
        }
    }
}
