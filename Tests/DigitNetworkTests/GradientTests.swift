import DigitNetwork
import Testing

@Suite struct GradientTests {
    static let trainable = Activation.allCases.filter { $0 != .step }

    @Test(arguments: trainable)
    func equalTheNumericalOnes(activation: Activation) throws {
        let network = try randomNetwork([7, 6, 5, 3], activation, inputRange: .signed, seed: 11)
        let data = try TrainingData(
            images: randomPixels(5, inputs: 7, seed: 12), labels: [2, 0, 1, 2, 2], inputs: 7, classes: 3)
        let found = try network.gradients(data)
        let images = stride(from: 0, to: 35, by: 7).map { start in
            data.images[start..<start + 7].map { Double(InputRange.signed($0)) }
        }
        #expect(abs(found.loss - Reference.loss(network, images: images, labels: data.labels)) < 1e-6)

        // Central differences of the plain reference in double precision. The weights themselves are floats, so that a
        // step of 2^-10 is exact for them, and the slope is off by its square times the third derivative: about 1e-6.
        let step: Float = 0x1p-10
        for (layer, gradient) in found.layers.enumerated() {
            let dense = network.denseLayers[layer]
            for index in 0..<dense.weights.count + dense.biases.count {
                func loss(_ change: Float) throws -> (loss: Double, at: Float) {
                    var (weights, biases) = (dense.weights, dense.biases)
                    let at: Float
                    if index < weights.count {
                        weights[index] += change
                        at = weights[index]
                    } else {
                        biases[index - weights.count] += change
                        at = biases[index - weights.count]
                    }
                    var layers = network.layers
                    layers[2 * layer] = .dense(
                        try Dense(inputs: dense.inputs, outputs: dense.outputs, weights: weights, biases: biases))
                    let changed = try Network(inputs: 7, inputRange: .signed, layers: layers)
                    return (Reference.loss(changed, images: images, labels: data.labels), at)
                }
                let (above, below) = (try loss(step), try loss(-step))
                let slope = (above.loss - below.loss) / (Double(above.at) - Double(below.at))
                let value =
                    index < dense.weights.count
                    ? gradient.weights[index] : gradient.biases[index - dense.weights.count]
                #expect(abs(Double(value) - slope) < 1e-5, "layer \(layer), parameter \(index)")
            }
        }
    }

    @Test(arguments: trainable)
    func equalTheRecordedOnes(activation: Activation) throws {
        let recorded = try Recorded.training
        let expected = try #require(recorded.gradients[activation.rawValue])
        let found = try recorded.network(activation).gradients(recorded.data)
        // Float against double on values of about 1, summed over 11 images: a few roundings of 6e-8.
        #expect(abs(found.loss - expected.loss) < 1e-6)
        #expect(found.layers.count == expected.layers.count)
        for (found, expected) in zip(found.layers, expected.layers) {
            #expect(distance(found.weights, expected.weights) < 1e-6)
            #expect(distance(found.biases, expected.biases) < 1e-6)
        }
    }

    @Test(arguments: [2, 3, 8])
    func threadsChangeNoBit(threads: Int) throws {
        let network = try randomNetwork([64, 40, 33, 10], .sigmoid)
        let labels = (0..<70).map { UInt8($0 % 10) }
        let data = try TrainingData(images: randomPixels(70, inputs: 64), labels: labels, inputs: 64, classes: 10)
        #expect(try network.gradients(data, threads: threads) == network.gradients(data))
    }

    @Test func aStepFunctionCannotBeTrainedThrough() throws {
        let network = try randomNetwork([4, 3, 2], .step)
        let data = try TrainingData(images: [1, 2, 3, 4], labels: [0], inputs: 4, classes: 2)
        let error = #expect(throws: NetworkError.self) { try network.gradients(data) }
        #expect(error?.kind == .notTrainable)
        #expect(error?.description == "layer 2 (step) has no gradient that could train a network")
    }

    @Test func layersBeforeTheFirstWeightsAreLeftAlone() throws {
        let layer = try Dense(inputs: 2, outputs: 2, weights: [1, 2, 3, 4], biases: [0, 0])
        let network = try Network(inputs: 2, inputRange: .byte, layers: [.activation(.tanh), .dense(layer)])
        let data = try TrainingData(images: [0, 200], labels: [0], inputs: 2, classes: 2)
        let found = try network.gradients(data)
        // Inputs tanh(0) = 0 and tanh(200) = 1, logits 3 and 4: the delta is (p - 1, 1 - p) with p = 1 / (1 + e).
        let delta: Float = 0.7310586
        #expect(distance(found.layers[0].weights, [0, 0, Double(-delta), Double(delta)]) < 1e-6)
        #expect(distance(found.layers[0].biases, [Double(-delta), Double(delta)]) < 1e-6)
    }
}
