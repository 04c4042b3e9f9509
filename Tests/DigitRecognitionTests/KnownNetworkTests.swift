import DigitFormats
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Foundation
import Testing

@Suite("Networks known by their shapes")
struct KnownNetworkTests {
    /// The logits that `Fixtures/make_known_networks.py` recorded.
    static let recorded: [String: [[Float]]] = (try? read()) ?? [:]

    private static func read() throws -> [String: [[Float]]] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/known-networks.json")
        return try JSONDecoder().decode([String: [[Float]]].self, from: Data(contentsOf: file))
    }

    /// Two images of the script's formula.
    static let images: [UInt8] = {
        KnownArrays.mixed(2 * 784, seed: 99).enumerated().map { index, value in
            let pixel = value / 256
            return UInt8(index < 784 ? pixel : pixel * (index % 28) / 54)
        }
    }()

    /// Float32 in another order of sums than NumPy's float64, over up to nine thousand products.
    static let tolerance: Float = 3e-5

    private func expectLogits(
        of network: Network, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let expected = try #require(Self.recorded[name]?.flatMap { $0 }, sourceLocation: sourceLocation)
        let found = network.logits(Self.images.span)
        #expect(found.count == expected.count, sourceLocation: sourceLocation)
        let largest = zip(found, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
        #expect(largest < Self.tolerance, "\(found) against \(expected)", sourceLocation: sourceLocation)
    }

    // MARK: The book's

    @Test func theSimpleNetworkOfChapter7IsKnown() throws {
        let network = try Network(KnownArrays.book([[30, 1, 5, 5], [4320, 100], [100, 10]]))
        #expect(
            network.architecture
                == "input 1x28x28, conv2D 1 30 5x5, relu, maxPool 2x2 stride 2x2, flatten, dense 4320 100, relu, dense 100 10"
        )
        #expect(network.inputRange == .unit)
        try expectLogits(of: network, "simpleConvNet")
    }

    @Test func theSimpleNetworkMayHaveOtherSizes() throws {
        let network = try Network(KnownArrays.book([[4, 1, 9, 9], [400, 7], [7, 10]]))
        try expectLogits(of: network, "simpleConvNet of other sizes")
    }

    /// In the book, dropout halves what it gets in prediction: without that the logits would be about four times these.
    @Test func theDeepNetworkOfChapter8IsKnownWithItsDropout() throws {
        let network = try Network(KnownArrays.book(KnownArrays.deepShapes))
        #expect(network.parameterCount == 123_552)
        try expectLogits(of: network, "deepConvNet")
    }

    @Test(arguments: [WeightsFormat.pickle, .npz, .safetensors])
    func theyAreKnownInEveryFormat(format: WeightsFormat) throws {
        let folder = try TemporaryFolder()
        let archive = KnownArrays.book([[4, 1, 9, 9], [400, 7], [7, 10]])
        let path = folder.path("params." + format.fileExtensions[0])
        try Data(format.encode(archive)).write(to: URL(filePath: path))
        try expectLogits(of: try Recognizer(contentsOf: path).network, "simpleConvNet of other sizes")
    }

    @Test func anActivationThatIsNotTheirsIsRefused() throws {
        let archive = KnownArrays.book([[4, 1, 9, 9], [400, 7], [7, 10]])
        let network = try Network(archive, options: NetworkOptions(activation: .relu, inputRange: .byte))
        #expect(network.inputRange == .byte)
        let error = #expect(throws: ModelError.self) {
            try Network(archive, options: NetworkOptions(activation: .sigmoid))
        }
        #expect(error?.kind == .usage)
    }

    @Test func onlyTheFileOfTheBookIsHalved() throws {
        let folded = try Network(KnownArrays.book(KnownArrays.deepShapes))
        // What would be written is halved already, and would be halved again.
        #expect(!folded.isRead(withoutMetadata: NetworkOptions()))
        #expect(!folded.isRead(withoutMetadata: folded.optionsWithoutMetadata))
        let simple = try Network(KnownArrays.book([[4, 1, 9, 9], [400, 7], [7, 10]]))
        #expect(simple.isRead(withoutMetadata: NetworkOptions()))
    }

    // MARK: PyTorch's

    @Test(arguments: ["", "module.", "_orig_mod.net."])
    func ourSmallNetworkIsKnownByPyTorchsNames(prefix: String) throws {
        let network = try Network(KnownArrays.stages([[8, 16], [16, 32], [32]], prefix: prefix))
        #expect(network.architecture == (try Network.initialised(.cnnSmall, seed: 1).architecture))
        try expectLogits(of: network, "cnn-small")
    }

    @Test func ourLargeNetworkIsKnownByPyTorchsNames() throws {
        let network = try Network(KnownArrays.stages([[32, 32], [64, 64], [128]]))
        #expect(network.architecture == (try Network.initialised(.cnn, seed: 1).architecture))
        try expectLogits(of: network, "cnn")
    }

    @Test func whatWeWriteWithoutMetadataIsReadAgain() throws {
        let network = try Network.initialised(.cnnSmall, seed: 3)
        #expect(network.isRead(withoutMetadata: NetworkOptions()))
        #expect(try Network(TensorArchive(network.tensors)) == network)
    }

    /// Without normalisations, which the convolutions have taken in.
    @Test func theSameNetworkMadeForPredictionIsKnown() throws {
        let network = try Network(KnownArrays.stages([[8, 16], [16, 32], [32]])).foldedForInference()
        #expect(network.isRead(withoutMetadata: NetworkOptions()))
        try expectLogits(of: try Network(TensorArchive(network.tensors)), "cnn-small")
    }

    @Test func dropoutMayGetLostWithoutMetadata() throws {
        let network = try Network(SmallNetworks.twoLayers())
        let layers = Array(network.layers.prefix(2)) + [.dropout(0.5), network.layers[2]]
        #expect(try Network(inputs: 784, layers: layers).isRead(withoutMetadata: NetworkOptions()))
    }

    @Test(arguments: [
        ("example", [[32, 1, 3, 3], [64, 32, 3, 3], [128, 9216], [10, 128]]),
        ("example of 2018", [[20, 1, 5, 5], [50, 20, 5, 5], [500, 800], [10, 500]]),
        ("example of 2017", [[10, 1, 5, 5], [20, 10, 5, 5], [50, 320], [10, 50]]),
    ])
    func theExamplesOfPyTorchAreKnown(name: String, shapes: [[Int]]) throws {
        let archive = KnownArrays.pyTorch(zip(["conv1", "conv2", "fc1", "fc2"], shapes).map { ($0, $1) })
        let network = try Network(archive)
        #expect(network.inputRange == .standard)
        try expectLogits(of: network, name)
    }

    @Test func anyNumberOfClassesAndAnotherRangeWillDo() throws {
        let shapes = [[10, 1, 5, 5], [20, 10, 5, 5], [50, 320], [47, 50]]
        let archive = KnownArrays.pyTorch(zip(["conv1", "conv2", "fc1", "fc2"], shapes).map { ($0, $1) })
        let network = try Network(archive, options: NetworkOptions(inputRange: .unit))
        #expect(network.outputs == 47)
        #expect(network.inputRange == .unit)
    }

    // MARK: What a state_dict does not say

    @Test func denseLayersOfPyTorchNeedAnActivation() throws {
        let archive = KnownArrays.pyTorch([("0", [3, 784]), ("2", [2, 3])])
        let error = #expect(throws: ModelError.self) { try Network(archive) }
        #expect(error?.kind == .usage)
        #expect(
            error?.description
                == "a state_dict does not say which activation stands between its 2 dense layers: give --activation, "
                + "for example --activation relu")
        let network = try Network(archive, options: NetworkOptions(activation: .relu))
        #expect(network.architecture == "dense 784 3, relu, dense 3 2")
        let one = try Network(KnownArrays.pyTorch([("linear", [2, 784])]))
        #expect(one.architecture == "dense 784 2")
    }

    @Test func linearWeightsAreTransposedAndMissingBiasesZero() throws {
        let weights = (0..<1568).map { Float($0) }
        let network = try Network(
            TensorArchive([TensorArchive.Entry(name: "weight", tensor: Tensor(weights, shape: [2, 784]))]))
        guard case .dense(let dense) = network.layers[0] else {
            Issue.record("the layer is not dense")
            return
        }
        #expect(Array(dense.weights.prefix(4)) == [0, 784, 1, 785])
        #expect(dense.biases == [0, 0])
    }

    /// As safetensors files of PyTorch's arrays are: `l10` before `l2`, the bias before the weight.
    @Test func sortedNamesAreCountedAsPeopleCount() throws {
        let sizes = [784, 5, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3]
        let layers = (1..<sizes.count).map { ("l\($0)", [sizes[$0], sizes[$0 - 1]]) }
        let inOrder = KnownArrays.pyTorch(layers)
        let sorted = TensorArchive(inOrder.entries.sorted { $0.name < $1.name })
        #expect(sorted.names.first == "l1.bias" && sorted.names[2] == "l10.bias")
        let options = NetworkOptions(activation: .tanh)
        #expect(try Network(sorted, options: options) == Network(inOrder, options: options))
    }

    @Test func theOrderOfTheModelCountsAndNotTheNames() throws {
        let network = try Network(
            KnownArrays.pyTorch([("z", [3, 784]), ("a", [2, 3])]), options: NetworkOptions(activation: .relu))
        #expect(network.architecture == "dense 784 3, relu, dense 3 2")
    }

    @Test(
        arguments: [
            // A known network but for one thing.
            [("conv1", [10, 1, 5, 5]), ("conv2", [20, 10, 5, 5]), ("fc1", [50, 320])],
            [("conv1", [10, 1, 5, 5]), ("conv2", [20, 10, 3, 3]), ("fc1", [50, 320]), ("fc2", [10, 50])],
            [("conv1", [10, 3, 5, 5]), ("conv2", [20, 10, 5, 5]), ("fc1", [50, 320]), ("fc2", [10, 50])],
            [("conv1", [4, 1, 8, 8]), ("fc1", [7, 400]), ("fc2", [10, 7])],
            [("conv1", [4, 1, 29, 29]), ("fc1", [7, 4]), ("fc2", [10, 7])],
            [("conv", [10, 1, 28, 28])],
        ] as [[(String, [Int])]])
    func otherNetworksAreRefusedWithTheShapesFound(layers: [(String, [Int])]) throws {
        let error = #expect(throws: ModelError.self) { try Network(KnownArrays.pyTorch(layers)) }
        #expect(error?.kind == .unsuitable)
        #expect(
            error?.description.hasPrefix(
                "its layers are none of those that are known by their shapes: export the model to ONNX, which says what "
                    + "the layers are; found \(layers[0].0).weight float32 \(layers[0].1)") == true)
    }

    @Test func anUnknownModuleIsRefusedByName() throws {
        var entries = KnownArrays.pyTorch([("fc", [2, 784])]).entries
        entries += [
            TensorArchive.Entry(name: "block.norm.weight", tensor: Tensor([1, 1] as [Float], shape: [2])),
            TensorArchive.Entry(name: "block.norm.bias", tensor: Tensor([0, 0] as [Float], shape: [2])),
        ]
        let error = #expect(throws: ModelError.self) { try Network(TensorArchive(entries)) }
        #expect(
            error?.description.hasPrefix(
                "\"block.norm\" is no linear layer, convolution or batch normalisation: export the model to ONNX")
                == true)
    }

    @Test(arguments: [[1 << 60, 0], [0, 1 << 60], [0, 784], [0, 1, 5, 5]])
    func aModuleWithoutElementsIsRefused(shape: [Int]) throws {
        let archive = TensorArchive([.init(name: "fc.weight", tensor: Tensor([] as [Float], shape: shape))])
        let error = #expect(throws: ModelError.self) { try Network(archive) }
        #expect(error?.kind == .unsuitable)
    }

    @Test func aNormalisationBehindADenseLayerIsRefused() throws {
        var entries = KnownArrays.pyTorch([("fc", [2, 784])]).entries
        for name in ["weight", "bias", "running_mean", "running_var"] {
            entries.append(TensorArchive.Entry(name: "bn.\(name)", tensor: Tensor([1, 1] as [Float], shape: [2])))
        }
        let error = #expect(throws: ModelError.self) { try Network(TensorArchive(entries)) }
        #expect(error?.kind == .unsuitable)
    }

    @Test func biasesOfAnotherShapeAreNamed() throws {
        var archive = KnownArrays.book([[4, 1, 9, 9], [400, 7], [7, 10]])
        archive = TensorArchive(
            archive.entries.map {
                $0.name == "b2" ? TensorArchive.Entry(name: "b2", tensor: Tensor([1] as [Float], shape: [1])) : $0
            })
        let error = #expect(throws: ModelError.self) { try Network(archive) }
        #expect(error?.description.contains("which takes b2 [7] of real numbers") == true)
        #expect(error?.description.hasPrefix("by its shapes, the network is \"input 1x28x28") == true)
    }

    // MARK: A file

    @Test func aCheckpointOfPyTorchIsRead() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/dense.pt")
        let recognizer = try Recognizer(
            contentsOf: file.path(percentEncoded: false), options: NetworkOptions(activation: .tanh))
        #expect(recognizer.network.architecture == "dense 784 3, tanh, dense 3 10")
        try expectLogits(of: recognizer.network, "dense.pt")
    }

    @Test func aCheckpointIsNeverWritten() throws {
        let folder = try TemporaryFolder()
        let recognizer = try Recognizer(
            name: "one", network: Network(SmallNetworks.oneLayer()))
        let error = #expect(throws: ModelError.self) { try recognizer.write(to: folder.path("a.pt")) }
        #expect(error?.kind == .usage)
        #expect(try folder.names() == [])
    }
}
