import DigitDatasets
import DigitFormats
import DigitNetwork
import DigitRecognition
import Testing

@Suite("Ensembles and test-time augmentation")
struct EnsembleTests {
    /// Strokes whose place and direction tell, five of them.
    private static let images: DigitImages = {
        var pixels = [UInt8](repeating: 0, count: 5 * 784)
        for image in 0..<5 {
            for step in 0..<12 {
                pixels[image * 784 + (8 + step) * 28 + 9 + (step * image) / 4] = UInt8(255 - 9 * step)
            }
        }
        return DigitImages(pixels: pixels, count: 5)
    }()

    private func recognizer(_ name: String, factor: Float) throws -> Recognizer {
        let weights = SmallNetworks.weights.map { $0 * factor }
        let archive = SmallNetworks.archive([
            "W1": Tensor(weights, shape: [784, 10]), "b1": Tensor(SmallNetworks.biases, shape: [10]),
        ])
        return try Recognizer(name: name, network: Network(archive))
    }

    @Test func theProbabilitiesAreThePlainMean() throws {
        let members = [try recognizer("a", factor: 1), try recognizer("b", factor: -3), try recognizer("c", factor: 0)]
        let ensemble = try Ensemble(members)
        #expect(ensemble.name == "a + b + c")
        #expect(ensemble.classes == 10)
        let found = ensemble.predict(Self.images)
        let each = members.map { $0.predict(Self.images).values }
        #expect(found.shape == [5, 10])
        for index in found.values.indices {
            // Three sums and a quotient, each rounded to the 24 bits of a number below 1.
            #expect(abs(found.values[index] - (each[0][index] + each[1][index] + each[2][index]) / 3) < 3e-7)
        }
    }

    @Test func oneMemberAloneKeepsItsBits() throws {
        let alone = try recognizer("a", factor: 1)
        #expect(try Ensemble([alone]).predict(Self.images) == alone.predict(Self.images))
        let asItIs = TestTimeAugmentation([TestTimeAugmentation.View()])
        #expect(try Ensemble([alone], augmentation: asItIs).predict(Self.images) == alone.predict(Self.images))
    }

    @Test(arguments: [1, 2, 3]) func aRowOfABatchEqualsTheSingle(threads: Int) throws {
        let ensemble = try Ensemble(
            [recognizer("a", factor: 1), recognizer("b", factor: -3)], augmentation: .digits)
        let batch = ensemble.predict(Self.images, threads: threads)
        for index in 0..<5 { #expect(batch[index] == ensemble.predict(Self.images[index])) }
        #expect(ensemble.predict(Self.images[2..<4])[1] == batch[3])
    }

    @Test func noImagesGiveNoRows() throws {
        let ensemble = try Ensemble([recognizer("a", factor: 1)], augmentation: .digits)
        #expect(ensemble.predict(Self.images[2..<2]).shape == [0, 10])
    }

    @Test func aShiftedViewIsTheImageShifted() throws {
        let alone = try recognizer("a", factor: 1)
        let view = TestTimeAugmentation.View(right: -2, down: 1)
        let found = try Ensemble([alone], augmentation: TestTimeAugmentation([view])).predict(Self.images[3])
        let source = Self.images[3].pixels
        let shifted = (0..<784).map { index in
            let (row, column) = (index / 28 - 1, index % 28 + 2)
            return row >= 0 && column < 28 ? source[row * 28 + column] : 0
        }
        #expect(found == alone.predict(DigitImage(pixels: shifted, height: 28, width: 28)))
    }

    @Test func theViewsOfDigitsAreSevenAndBalanced() {
        let views = TestTimeAugmentation.digits.views
        #expect(Set(views).count == 7)
        #expect(views.reduce(0) { $0 + $1.degrees } == 0)
        #expect(views.reduce(0) { $0 + $1.right } == 0)
        #expect(views.reduce(0) { $0 + $1.down } == 0)
    }

    @Test func membersOfOtherClassesAreRefused() throws {
        let two = try Recognizer(name: "two", network: Network(SmallNetworks.twoLayers()))
        let error = #expect(throws: ModelError.self) { try Ensemble([recognizer("ten", factor: 1), two]) }
        #expect(error?.kind == .unsuitable)
        #expect(error?.description.hasSuffix("but ten has 10 and two 2") == true)
        #expect(throws: ModelError(.usage, "an ensemble has at least one member")) { try Ensemble([]) }
    }
}
