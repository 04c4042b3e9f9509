import DigitDatasets
import DigitNetwork
import DigitRecognition

/// A network, and its answers on the benchmark's images, which were compared with the plain reference in float64.
final class CheckedNetwork: Sendable {
    /// What it is called in the names of pieces.
    let name: String
    /// As it predicts, its normalisations taken in.
    let network: Network
    /// [N * 10] of all images of the benchmark, predicted on one thread.
    let probabilities: [Float]
    /// How many of them are right.
    let correct: Int
    /// What was compared, in a few words.
    let checked: String

    /// Probabilities may differ by this much from the reference's.
    static let tolerance = 1e-4
    /// Where the reference's two best logits are closer than this, its choice is no yardstick.
    static let tie = 1e-5
    /// How many of the book's network's answers on MNIST's official test images are right.
    static let bookCorrect = 9352

    /// Predicts all images and compares the first with the reference.
    ///
    /// - Parameters:
    ///   - recognizer: The network.
    ///   - name: What it is called.
    ///   - data: The images.
    ///   - references: How many images the reference, which is slow, calculates.
    ///   - isBook: Whether these are the book's own weights, of which the number of right answers is known.
    /// - Throws: ``WrongAnswer`` where they differ.
    init(_ recognizer: Recognizer, name: String, data: BenchmarkData, references: Int, isBook: Bool) throws {
        self.name = name
        network = try recognizer.network.foldedForInference()
        probabilities = network.predict(data.pixels.span)
        let digits = argmax(probabilities, classes: network.outputs)
        correct = zip(digits, data.labels).count { $0 == $1 }
        if isBook, data.isOfficialTestSet {
            try check(correct == Self.bookCorrect, "\(name): expected \(Self.bookCorrect) right, found \(correct)")
        }
        let count = min(references, data.labels.count)
        let (worst, ties) = try Self.compare(recognizer.network, probabilities, digits, data, count)
        checked =
            "\(correct) of \(data.labels.count) right; the first \(count) as in float64"
            + (ties > 0 ? " but for \(ties) ties" : "") + ", probabilities within \(worst)"
    }

    /// The largest distance of a probability from the reference's, and the number of ties.
    private static func compare(
        _ network: Network, _ probabilities: [Float], _ digits: [Int], _ data: BenchmarkData, _ count: Int
    ) throws -> (worst: Double, ties: Int) {
        var (worst, ties) = (0.0, 0)
        let (inputs, outputs) = (network.inputs, network.outputs)
        for image in 0..<count {
            let pixels = data.pixels[image * inputs..<(image + 1) * inputs]
            let logits = Reference.logits(network, pixels.map { Double(network.inputRange($0)) })
            let ordered = logits.sorted(by: >)
            if ordered[0] - ordered[1] < tie {
                ties += 1
            } else {
                let expected = logits.firstIndex(of: ordered[0])
                try check(
                    expected == digits[image],
                    "image \(image): expected the reference's \(expected ?? 0), found \(digits[image])")
            }
            for (expected, found) in zip(
                Reference.softmax(logits), probabilities[image * outputs..<(image + 1) * outputs])
            {
                worst = max(worst, abs(expected - Double(found)))
            }
        }
        try check(worst <= tolerance, "expected probabilities within \(tolerance) of float64, found \(worst)")
        return (worst, ties)
    }
}
