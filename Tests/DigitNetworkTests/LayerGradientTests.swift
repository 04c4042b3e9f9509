import DigitNetwork
import Testing

@Suite struct LayerGradientTests {
    /// Central differences of the plain reference in double precision, for every parameter of the network.
    ///
    /// The weights are floats: what a step really was is measured after its rounding, and a slope is off by the step's
    /// square times the third derivative, about 1e-6. Where a maximum or a ReLU changes sides within a step, the difference is no slope at all;
    /// two steps that disagree show it, and such a parameter, one in some hundred, is not looked at.
    @Test(arguments: LayerCase.all)
    func equalTheNumericalOnes(layer: LayerCase) throws {
        let network = try layer.network()
        let data = try TrainingData(
            images: randomPixels(5, inputs: network.inputs, seed: 12), labels: [2, 0, 1, 2, 2],
            inputs: network.inputs, classes: 3)
        let images = stride(from: 0, to: data.images.count, by: network.inputs).map { start in
            data.images[start..<start + network.inputs].map { Double(InputRange.signed($0)) }
        }
        func loss(_ network: Network) -> Double {
            Reference.loss(network, images: images, labels: data.labels, training: true, smoothing: 0.1)
        }
        let found = try network.gradients(data, smoothing: 0.1)
        #expect(abs(found.loss - loss(network)) < 2e-6)

        let learned = network.layers.indices.filter { network.layers[$0].parameterCount > 0 }
        #expect(found.layers.count == learned.count)
        var (looked, skipped) = (0, 0)
        for (gradient, place) in zip(found.layers, learned) {
            let values = gradient.weights + gradient.biases
            // Enough of each layer: a stride that is prime to all sizes here.
            for index in stride(from: 0, to: values.count, by: values.count > 60 ? 7 : 1) {
                func slope(_ step: Float) throws -> Double {
                    let (above, below) = (
                        try network.changed(place, index, by: step), try network.changed(place, index, by: -step)
                    )
                    return (loss(above.network) - loss(below.network)) / (Double(above.at) - Double(below.at))
                }
                let (coarse, fine) = (try slope(0x1p-10), try slope(0x1p-12))
                looked += 1
                guard abs(coarse - fine) < 2e-5 else {
                    skipped += 1
                    continue
                }
                #expect(abs(Double(values[index]) - fine) < 5e-5, "layer \(place), parameter \(index)")
            }
        }
        #expect(skipped * 10 < looked)
    }

    @Test(arguments: LayerCase.all)
    func threadsChangeNoBit(layer: LayerCase) throws {
        let network = try layer.network()
        let labels = (0..<70).map { UInt8($0 % 3) }
        let data = try TrainingData(
            images: randomPixels(70, inputs: network.inputs), labels: labels, inputs: network.inputs, classes: 3)
        let one = try network.gradients(data)
        for threads in [2, 3, 20] { #expect(try network.gradients(data, threads: threads) == one) }
    }
}

extension Network {
    /// The network with one parameter of one layer moved, and where it then is.
    fileprivate func changed(_ place: Int, _ index: Int, by step: Float) throws -> (network: Network, at: Float) {
        var at: Float = 0
        func moved(_ first: [Float], _ second: [Float]) -> ([Float], [Float]) {
            var (first, second) = (first, second)
            if index < first.count {
                first[index] += step
                at = first[index]
            } else {
                second[index - first.count] += step
                at = second[index - first.count]
            }
            return (first, second)
        }
        var layers = layers
        switch layers[place] {
        case .dense(let dense):
            let (weights, biases) = moved(dense.weights, dense.biases)
            layers[place] = .dense(
                try Dense(inputs: dense.inputs, outputs: dense.outputs, weights: weights, biases: biases))
        case .conv2D(let convolution):
            let (weights, biases) = moved(convolution.weights, convolution.biases ?? [])
            layers[place] = .conv2D(
                try Conv2D(
                    inputChannels: convolution.inputChannels, outputChannels: convolution.outputChannels,
                    window: convolution.window, weights: weights, biases: convolution.biases == nil ? nil : biases))
        case .batchNormalization(let normalization):
            let (scale, shift) = moved(normalization.scale, normalization.shift)
            layers[place] = .batchNormalization(
                try BatchNormalization(
                    scale: scale, shift: shift, mean: normalization.mean, variance: normalization.variance))
        default: Issue.record("layer \(place) has no parameters")
        }
        return (try Network(inputShape: inputShape, inputRange: inputRange, layers: layers), at)
    }
}
