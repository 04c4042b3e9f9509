import DigitFormats
import DigitNetwork
import DigitRecognition
import Testing

@Suite("Named arrays become a network")
struct NetworkTensorsTests {
    @Test func layersFollowTheirNumbersAndSigmoidStandsBetween() throws {
        let network = try Network(SmallNetworks.twoLayers())
        #expect(network.inputs == 784)
        #expect(network.outputs == 2)
        #expect(network.inputRange == .unit)
        #expect(network.architecture == "dense 784 3, sigmoid, dense 3 2")
        guard case .dense(let last) = network.layers[2] else {
            Issue.record("the last layer is not dense")
            return
        }
        #expect(last.weights == [1, 2, 3, 4, 5, 6])
        #expect(last.biases == [0.125, -0.5])
    }

    @Test func layerTenComesAfterLayerNine() throws {
        var tensors: [String: Tensor] = [:]
        for layer in 1...11 {
            let inputs = layer == 1 ? 784 : layer
            tensors["W\(layer)"] = Tensor(
                [Float](repeating: 0.5, count: inputs * (layer + 1)), shape: [inputs, layer + 1])
            tensors["b\(layer)"] = Tensor([Float](repeating: 0, count: layer + 1), shape: [layer + 1])
        }
        #expect(try Network(SmallNetworks.archive(tensors)).outputs == 12)
    }

    @Test func doublePrecisionAndBiasesAsARowAreTaken() throws {
        let network = try Network(
            SmallNetworks.archive([
                "W1": Tensor(SmallNetworks.weights.map(Double.init), shape: [784, 10]),
                "b1": Tensor(SmallNetworks.biases.map(Double.init), shape: [1, 10]),
            ]))
        #expect(try network == Network(SmallNetworks.oneLayer()))
    }

    @Test func optionsSayWhatTheFileDoesNot() throws {
        let network = try Network(
            SmallNetworks.twoLayers(), options: NetworkOptions(activation: .relu, inputRange: .byte))
        #expect(network.architecture == "dense 784 3, relu, dense 3 2")
        #expect(network.inputRange == .byte)
    }

    @Test func ourOwnMetadataDecides() throws {
        let metadata = ["architecture": "dense 784 3, tanh, dense 3 2", "input_range": "signed"]
        let network = try Network(SmallNetworks.twoLayers(metadata: metadata))
        #expect(network.architecture == "dense 784 3, tanh, dense 3 2")
        #expect(network.inputRange == .signed)
    }

    @Test func anOptionMayNotContradictTheFile() throws {
        let archive = SmallNetworks.twoLayers(
            metadata: ["architecture": "dense 784 3, tanh, dense 3 2", "input_range": "signed"])
        #expect(throws: ModelError(.usage, "the file's own activation is tanh, not relu: leave the option out")) {
            try Network(archive, options: NetworkOptions(activation: .relu))
        }
        #expect(throws: ModelError(.usage, "the file's own input range is signed, not byte: leave the option out")) {
            try Network(archive, options: NetworkOptions(inputRange: .byte))
        }
        #expect(try Network(archive, options: NetworkOptions(activation: .tanh, inputRange: .signed)).outputs == 2)
    }

    @Test(arguments: [
        "dense 784 3, tanh", "dense 784 3, tanh, dense 3 3", "dense 784 3, tanh, dense 3 2, dense 2 2", "conv 3",
        "dense 784 3,, dense 3 2", "dense 784", "",
    ])
    func anArchitectureThatDoesNotFitTheWeightsIsRefused(architecture: String) throws {
        let error = #expect(throws: ModelError.self) {
            try Network(SmallNetworks.twoLayers(metadata: ["architecture": architecture]))
        }
        #expect(error?.kind == .unsuitable)
    }

    @Test func aMissingArrayIsNamedWithWhatWasFound() throws {
        let archive = SmallNetworks.archive(["W1": Tensor(SmallNetworks.weights, shape: [784, 10])])
        #expect(
            throws: ModelError(
                .unsuitable,
                "expected arrays W1 [784, …], b1 […] to Wn, bn of real numbers; b1 is missing; found W1 float32 [784, 10]"
            )
        ) { try Network(archive) }
    }

    @Test func aDataSetGivenAsWeightsSaysSo() throws {
        let archive = SmallNetworks.archive([
            "train_img": Tensor([UInt8](repeating: 0, count: 784), shape: [1, 784]),
            "train_label": Tensor([5] as [UInt8], shape: [1]),
        ])
        let error = #expect(throws: ModelError.self) { try Network(archive) }
        #expect(error?.description.contains("a data set rather than weights") == true)
        #expect(error?.description.contains("train_img uint8 [1, 784]") == true)
    }

    @Test(arguments: [
        ("b1", Tensor([1, 2, 3] as [Float], shape: [3]), "b1 should have the shape [10]"),
        ("W1", Tensor([Float](repeating: 0, count: 7840), shape: [784, 1, 10]), "W1 has 3 dimensions"),
        ("W1", Tensor([Int32](repeating: 0, count: 7840), shape: [784, 10]), "is not of real numbers"),
        ("gamma", Tensor([1] as [Float], shape: [1]), "gamma is not one of them"),
    ])
    func arraysThatDoNotFitAreRefusedByName(name: String, tensor: Tensor, reason: String) throws {
        var tensors = [
            "W1": Tensor(SmallNetworks.weights, shape: [784, 10]), "b1": Tensor(SmallNetworks.biases, shape: [10]),
        ]
        tensors[name] = tensor
        let error = #expect(throws: ModelError.self) { try Network(SmallNetworks.archive(tensors)) }
        #expect(error?.description.contains(reason) == true)
    }

    @Test func weightsThatAreNotFiniteAreRefused() throws {
        var weights = SmallNetworks.weights
        weights[17] = .nan
        let archive = SmallNetworks.archive([
            "W1": Tensor(weights, shape: [784, 10]), "b1": Tensor(SmallNetworks.biases, shape: [10]),
        ])
        let error = #expect(throws: NetworkError.self) { try Network(archive) }
        #expect(error?.kind == .notFinite)
    }

    @Test func layersThatDoNotChainAreRefused() throws {
        let archive = SmallNetworks.archive([
            "W1": Tensor(SmallNetworks.weights, shape: [784, 10]), "b1": Tensor(SmallNetworks.biases, shape: [10]),
            "W2": Tensor([Float](repeating: 1, count: 33), shape: [11, 3]),
            "b2": Tensor([0, 0, 0] as [Float], shape: [3]),
        ])
        let error = #expect(throws: NetworkError.self) { try Network(archive) }
        #expect(error?.kind == .shapeMismatch)
    }
}
