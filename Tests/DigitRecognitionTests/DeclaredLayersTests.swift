import DigitDatasets
import DigitFormats
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Testing

@Suite("Convolutional networks in files of ours")
struct DeclaredLayersTests {
    /// A network with each kind of layer, each window of another shape.
    private func everyLayer() throws -> Network {
        func ramp(_ count: Int, _ step: Int) -> [Float] { (0..<count).map { Float($0 * step % 17 - 8) / 16 } }
        return try Network(
            inputShape: [1, 28, 28], inputRange: .standard,
            layers: [
                .conv2D(
                    try Conv2D(
                        inputChannels: 1, outputChannels: 3,
                        window: Window(
                            height: 3, width: 5, verticalStride: 1, horizontalStride: 2,
                            padding: Window.Padding(top: 0, left: 1, bottom: 2, right: 3)),
                        weights: ramp(45, 5), biases: nil)),
                .batchNormalization(
                    try BatchNormalization(
                        scale: [1, 0.5, 2], shift: [0.25, 0, -1], mean: [0.125, 1, 0], variance: [1, 4, 0.0625],
                        epsilon: 1e-3, momentum: 0.01)),
                .activation(.relu), .maxPool(try Window(2, stride: 2)),
                .conv2D(
                    try Conv2D(
                        inputChannels: 3, outputChannels: 2, window: Window(2), weights: ramp(24, 7),
                        biases: [0.5, -0.5])),
                .averagePool(try Window(3, stride: 2, padding: 1), countsPadding: false), .activation(.tanh),
                .averagePool(try Window(2), countsPadding: true), .flatten, .dropout(0.25),
                .dense(try Dense(inputs: 24, outputs: 4, weights: ramp(96, 3), biases: ramp(4, 1))),
            ])
    }

    @Test func theLineThatDeclaresThemIsReadableAndComplete() throws {
        #expect(
            try everyLayer().architecture
                == "input 1x28x28, conv2D 1 3 3x5 stride 1x2 padding 0 1 2 3 unbiased, batchNormalization 3 0.001 0.01, "
                + "relu, maxPool 2x2 stride 2x2, conv2D 3 2 2x2, averagePool 3x3 stride 2x2 padding 1 1 1 1 uncounted, "
                + "tanh, averagePool 2x2, flatten, dropout 0.25, dense 24 4")
    }

    @Test func aNetworkOfEachLayerReadsBackTheSame() throws {
        let folder = try TemporaryFolder()
        let network = try everyLayer()
        try Recognizer(name: "all", network: network).write(to: folder.path("all.safetensors"))
        #expect(try Recognizer(contentsOf: folder.path("all.safetensors")).network == network)
    }

    @Test func theArraysCarryTheBooksNames() throws {
        let shapes = Dictionary(uniqueKeysWithValues: try everyLayer().tensors.map { ($0.name, $0.tensor.shape) })
        #expect(
            shapes == [
                "W1": [3, 1, 3, 5], "gamma1": [3], "beta1": [3], "mean1": [3], "variance1": [3], "W2": [2, 3, 2, 2],
                "b2": [2], "W3": [24, 4], "b3": [4],
            ])
    }

    @Test func theShippedArchitecturesSurviveTheLine() throws {
        for architecture in Network.ConvolutionalArchitecture.allCases {
            let network = try Network.initialised(architecture, seed: 1)
            let archive = TensorArchive(network.tensors, metadata: ["architecture": network.architecture])
            #expect(try Network(archive) == network)
        }
        #expect(
            try Network.initialised(.cnnSmall, seed: 1).shortDescription == "1x28x28 conv 8-16-16-32-32 dense 10 relu")
    }

    /// One change each to a line that fits.
    @Test(arguments: [
        ("input 1x28x28", "input 1x28"), ("input 1x28x28", "input 1x28x28 2"), ("input 1x28x28", "input 1x-28x28"),
        ("conv2D 1 3 3x5", "conv2D 1 3 5x3"), ("conv2D 1 3 3x5", "conv2D 1 4 3x5"), ("conv2D 1 3 3x5", "conv2D 1 3"),
        ("stride 1x2", "stride 0x2"), ("stride 1x2", "stride 1"), ("padding 0 1 2 3", "padding 0 1 2"),
        ("padding 0 1 2 3", "padding 0 1 2 99999"), (" unbiased", ""), ("batchNormalization 3 0.001 0.01, ", ""),
        ("0.001 0.01", "0 0.01"), ("0.001 0.01", "0.001"), ("dropout 0.25", "dropout 1"), ("flatten, ", ""),
        ("dense 24 4", "dense 25 4"), ("dense 24 4", "dense 24 4, dense 4 4"), ("maxPool 2x2", "minPool 2x2"),
    ])
    func aLineThatDoesNotFitIsRefused(part: String, other: String) throws {
        let network = try everyLayer()
        #expect(network.architecture.contains(part))
        let line = network.architecture.replacing(part, with: other)
        let archive = TensorArchive(network.tensors, metadata: ["architecture": line])
        #expect(throws: (any Error).self) { try Network(archive) }
    }

    @Test func anArrayMoreOrLessIsNamed() throws {
        let network = try everyLayer()
        let metadata = ["architecture": network.architecture]
        let less = TensorArchive(network.tensors.filter { $0.name != "mean1" }, metadata: metadata)
        let missing = #expect(throws: ModelError.self) { try Network(less) }
        #expect(missing?.description.contains("takes mean1 [3], which is missing") == true)
        let extra = TensorArchive.Entry(name: "W9", tensor: Tensor([1] as [Float], shape: [1]))
        let more = TensorArchive(network.tensors + [extra], metadata: metadata)
        let unplaced = #expect(throws: ModelError.self) { try Network(more) }
        #expect(unplaced?.description.contains("has no place for W9") == true)
    }

    @Test func aRecogniserFoldsTheNormalisationsAndReadsTheSame() throws {
        let recognizer = try Recognizer(name: "all", network: everyLayer())
        var random = SplitMix64(seed: 5)
        let image = DigitImage(pixels: (0..<784).map { _ in UInt8(random.next(below: 256)) })
        let plain = recognizer.network.predict(image.pixels.span)
        let folded = recognizer.predict(image).probabilities
        for (a, b) in zip(plain, folded) { #expect(abs(a - b) < 1e-5) }
    }
}
