import DigitDatasets
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Testing

@Suite("Weights files")
struct RecognizerFilesTests {
    private func recognizer(_ activation: Activation = .sigmoid) throws -> Recognizer {
        var metadata = ModelMetadata()
        metadata.dataset = "mnist"
        metadata.trainingImages = ModelMetadata.withoutSample
        metadata.command = "digits train --seed 3"
        metadata.validationAccuracy = "0.975"
        let network = try Network(
            SmallNetworks.twoLayers(), options: NetworkOptions(activation: activation, inputRange: .unit))
        return try Recognizer(name: "small", network: network, metadata: metadata)
    }

    @Test(arguments: ["small.pkl", "small.pickle", "small.npz", "small.safetensors", "small.onnx", "UPPER.NPZ"])
    func whatIsWrittenReadsBackTheSame(name: String) throws {
        let folder = try TemporaryFolder()
        let original = try recognizer()
        try original.write(to: folder.path(name))
        #expect(try Recognizer(contentsOf: folder.path(name)).network == original.network)
    }

    @Test func ourOwnFilesKeepHistoryAndArchitecture() throws {
        let folder = try TemporaryFolder()
        let original = try recognizer(.tanh)
        try original.write(to: folder.path("a.safetensors"))
        let read = try Recognizer(contentsOf: folder.path("a.safetensors"))
        #expect(read.network == original.network)
        #expect(read.metadata.command == "digits train --seed 3")
        #expect(read.metadata.validationAccuracy == "0.975")
        #expect(read.metadata.sampleWasHeldOut)
        #expect(read.metadata.architecture == "dense 784 3, tanh, dense 3 2")
    }

    @Test func writingTwiceLeavesNothingElseBehind() throws {
        let folder = try TemporaryFolder()
        try recognizer().write(to: folder.path("a.npz"))
        try recognizer(.relu).write(to: folder.path("a.npz"))
        #expect(try folder.names() == ["a.npz"])
    }

    @Test func aFileThatIsNotThereIsNotFound() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: ModelError.self) { try Recognizer(contentsOf: folder.path("no.pkl")) }
        #expect(error?.kind == .notFound)
        #expect(error?.description.contains("digits model list") == true)
    }

    @Test(arguments: ["weights", "weights.bin", ".", "pkl"])
    func anUnknownEndingListsTheKnownOnes(name: String) {
        #expect(
            throws: ModelError(
                .usage,
                "\(name): expected a weights file that ends in one of .pkl, .pickle, .npz, .safetensors, .pt, .pth, .onnx"
            )
        ) { try WeightsFormat(fileName: name) }
    }

    @Test func aDamagedFileNamesItselfAndTheDamage() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("<!doctype html>".utf8), to: "page.pkl")
        let error = #expect(throws: ModelError.self) { try Recognizer(contentsOf: folder.path("page.pkl")) }
        #expect(error?.kind == .unsuitable)
        #expect(error?.description.hasPrefix(folder.path("page.pkl") + ": pickle: ") == true)
    }

    @Test func aFolderThatCannotBeWrittenIsAnInputOutputError() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: ModelError.self) { try recognizer().write(to: folder.path("no/such/a.npz")) }
        #expect(error?.kind == .inputOutput)
    }

    @Test func aNetworkOfOtherInputsIsNoRecogniser() throws {
        let network = try Network.initialised(layerSizes: [64, 10], activation: .sigmoid, seed: 1)
        let error = #expect(throws: ModelError.self) { try Recognizer(name: "small", network: network) }
        #expect(error?.description.contains("784") == true)
    }

    @Test func rowsOfABatchEqualSingleResults() throws {
        let recognizer = try recognizer()
        let pixels = (0..<5 * 784).map { UInt8(truncatingIfNeeded: $0 * 31 % 251) }
        let images = DigitImages(pixels: pixels, count: 5)
        let batch = recognizer.predict(images, threads: 2)
        for index in 0..<5 {
            #expect(recognizer.predict(images[index]) == batch[index])
        }
        #expect(batch.shape == [5, 2])
        #expect(batch.digits == (0..<5).map { batch[$0].digit })
    }
}
