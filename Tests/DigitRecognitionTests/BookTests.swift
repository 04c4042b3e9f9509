import DigitDatasets
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Testing

/// The book's weights on MNIST's 10,000 test images.
///
/// The expected numbers were computed with NumPy, in single and double precision alike.
@Suite("The book's job")
struct BookTests {
    private func recognizer(_ inputRange: InputRange? = nil) throws -> Recognizer {
        try Recognizer(contentsOf: OfficialData.bookWeights, options: NetworkOptions(inputRange: inputRange))
    }

    private func evaluate(_ recognizer: Recognizer, _ data: LabelledImages, batchSize: Int, threads: Int)
        -> EvaluationReport
    {
        var report = EvaluationReport(classes: 10)
        for start in stride(from: 0, to: data.count, by: batchSize) {
            let batch = data[start..<min(start + batchSize, data.count)]
            report.add(recognizer.predict(batch.images, threads: threads), labels: batch.labels)
        }
        return report
    }

    @Test func theWeightsAreThoseOfTheBook() throws {
        let network = try recognizer().network
        #expect(network.shortDescription == "784-50-100-10 sigmoid")
        #expect(network.parameterCount == 45_360)
        #expect(network.multiplyAdds == 45_200)
    }

    @Test(
        .enabled(if: OfficialData.test != nil, "\(OfficialData.skipped)"),
        arguments: [1, 7, 100, 128, 10_000, 10_001], [1, 2])
    func anyBatchSizeAndThreadCountGives9352(batchSize: Int, threads: Int) throws {
        let report = evaluate(
            try recognizer(), try #require(OfficialData.test), batchSize: batchSize, threads: threads)
        #expect(report.correct == 9352)
        #expect("\(report.accuracy)" == "0.9352")
        #expect(
            (0..<10).map(report.correct(ofClass:)) == [962, 1109, 952, 937, 921, 793, 910, 958, 888, 922])
        #expect(
            (0..<10).map(report.images(ofClass:)) == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
        #expect(report.firstErrors.map(\.index) == [8, 33, 66, 92, 124, 149, 217, 233, 241, 245])
    }

    @Test(.enabled(if: OfficialData.test != nil, "\(OfficialData.skipped)"))
    func theFirstImagesAreReadAsInTheBook() throws {
        let test = try #require(OfficialData.test)
        let probabilities = try recognizer().predict(test.images[0..<10])
        #expect(probabilities.digits == [7, 2, 1, 0, 4, 1, 4, 9, 6, 9])
        #expect(Array(test.labels.prefix(10)) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
        let expected: [Float] = [8.4e-05, 3e-06, 7.15e-04, 1.259e-03, 1e-06, 4.5e-05, 0, 0.997065, 9e-06, 8.18e-04]
        for (found, expected) in zip(probabilities[0].probabilities, expected) {
            // The expected values are rounded to six decimals.
            #expect(abs(found - expected) <= 6e-7)
        }
    }

    @Test(.enabled(if: OfficialData.train != nil, "\(OfficialData.skipped)"))
    func theFirstTrainingImageIsAFive() throws {
        let train = try #require(OfficialData.train)
        #expect(train.labels[0] == 5)
        #expect(train.count == 60_000)
    }

    /// What goes wrong when pictures are not made like MNIST: the figures that preprocessing is for.
    @Test(
        .enabled(if: OfficialData.test != nil, "\(OfficialData.skipped)"),
        arguments: [
            (right: 1, down: 0, correct: 8784), (right: 2, down: 0, correct: 6990), (right: 3, down: 0, correct: 4846),
            (right: 0, down: 1, correct: 8680), (right: 0, down: 2, correct: 6193), (right: 0, down: 3, correct: 3270),
        ])
    func shiftedDigitsAreReadWorse(shift: (right: Int, down: Int, correct: Int)) throws {
        let test = try #require(OfficialData.test)
        let moved = DigitImages(
            (0..<test.count).map { index in
                let image = test.images[index]
                // As np.roll does it: what leaves on one side comes back on the other.
                let pixels = (0..<784).map { position -> UInt8 in
                    image[(position / 28 + 28 - shift.down) % 28, (position % 28 + 28 - shift.right) % 28]
                }
                return DigitImage(pixels: pixels)
            })
        let data = try LabelledImages(images: moved, labels: test.labels)
        // Of the digits that are shifted down by 3, one has two logits 5e-7 apart, less than single precision tells.
        let undecided = shift.down == 3 ? 1 : 0
        let correct = evaluate(try recognizer(), data, batchSize: 100, threads: 2).correct
        #expect(abs(correct - shift.correct) <= undecided)
    }

    @Test(.enabled(if: OfficialData.test != nil, "\(OfficialData.skipped)"))
    func invertedAndUnscaledPixelsAreReadWorse() throws {
        let test = try #require(OfficialData.test)
        let inverted = DigitImages(pixels: test.images.pixels.map { 255 - $0 }, count: test.count)
        let data = try LabelledImages(images: inverted, labels: test.labels)
        #expect(evaluate(try recognizer(), data, batchSize: 100, threads: 2).correct == 177)
        #expect(evaluate(try recognizer(.byte), test, batchSize: 100, threads: 2).correct == 9207)
    }

    @Test(
        .enabled(if: OfficialData.test != nil, "\(OfficialData.skipped)"),
        arguments: ["book.npz", "book.safetensors", "book.pkl"])
    func convertedWeightsGiveTheSame(name: String) throws {
        let folder = try TemporaryFolder()
        let book = try recognizer()
        try book.write(to: folder.path(name))
        let converted = try Recognizer(contentsOf: folder.path(name))
        #expect(converted.network == book.network)
        let report = evaluate(converted, try #require(OfficialData.test), batchSize: 100, threads: 2)
        #expect(report.correct == 9352)
    }
}
