import CDigitKernels

/// The layers of a network with their places, and how much memory they take together.
struct TrainedLayers {
    private(set) var layers: [TrainedLayer] = []
    /// The layers between two normalisations, which an image passes without knowing the others of its batch.
    ///
    /// Each stage but the first begins with a normalisation.
    private(set) var stages: [Range<Int>] = []
    /// Floats for all that is learned.
    private(set) var parameters = 0
    /// Floats for all transposed dense weights.
    private(set) var transposed = 0
    /// Floats for the gradients that one chunk of a batch has for itself.
    private(set) var chunked = 0
    /// Floats for the packed weights of all convolutions.
    private(set) var packed = 0
    /// Floats for the kept means and variances.
    private(set) var kept = 0
    /// Floats for what the images add up to, for the normalisations.
    private(set) var sums = 0
    /// Floats for what a batch adds up to, likewise.
    private(set) var batch = 0
    /// Floats for the outputs of all layers.
    private(set) var values = 0
    /// Floats for one picture with a border.
    private(set) var border = 0
    /// The first layer with weights: the way back ends there.
    private(set) var firstTrained = 0
    /// The longest row that a dense layer takes or gives.
    private(set) var widestDense = 1
    /// Whether there are pictures, one of which is enough to fill the cache.
    let hasPictures: Bool

    private let capacity: Int

    /// The most values that a batch may have between the layers: 2 GiB of floats, and as many for their deltas.
    static let largestBatchValues = 1 << 29

    /// Lays out `network` for batches of up to `capacity` images.
    ///
    /// - Throws: `notTrainable` where a layer has no gradient or no layer has weights, `invalidOption` where a batch
    ///   would take more memory than is sane.
    init(_ network: Network, capacity: Int) throws(NetworkError) {
        self.capacity = capacity
        hasPictures = network.inputShape.count == 3
        var index = 0
        while index < network.layers.count {
            let next = index + 1 < network.layers.count ? network.layers[index + 1] : nil
            let fused =
                if case .batchNormalization = network.layers[index] { next == .activation(.relu) } else { false }
            try append(network, index, fused: fused)
            index += fused ? 2 : 1
        }
        guard values <= Self.largestBatchValues else {
            throw NetworkError(
                .invalidOption,
                "a batch of \(capacity) images has \(values) values between the layers of this network, and "
                    + "\(Self.largestBatchValues) are the limit: train in batches of at most "
                    + "\(Self.largestBatchValues / (values / capacity))")
        }
        guard parameters > 0 else { throw NetworkError(.notTrainable, "no layer has weights that could be trained") }
        let cuts = layers.indices.filter { if case .normalization = layers[$0].kind { true } else { false } }
        stages = zip([0] + cuts, cuts + [layers.count]).map { $0..<$1 }
    }

    /// Lays out one layer; where `fused`, the ReLU behind a normalisation belongs to it.
    private mutating func append(_ network: Network, _ index: Int, fused: Bool) throws(NetworkError) {
        let layer = network.layers[index]
        let (input, output) = (network.inputShape(of: index), network.shapes[index])
        let (inputs, outputs) = (input.reduce(1, *), output.reduce(1, *))
        let kind: TrainedLayer.Kind
        switch layer {
        case .dense(let dense):
            kind = .dense(parameters: parameters, transposed: transposed)
            transposed += dense.weights.count
            widestDense = max(widestDense, inputs, outputs)
        case .activation(let activation):
            guard activation.hasGradient else {
                throw NetworkError(
                    .notTrainable, "layer \(index + 1) (\(layer.name)) has no gradient that could train a network")
            }
            kind = .activation(activation)
        case .conv2D(let convolution):
            kind = .convolution(trained(convolution, input: input, output: output))
        case .batchNormalization(let normalization):
            kind = .normalization(trained(normalization, inputs: inputs, relu: fused))
        case .maxPool, .averagePool, .globalMaxPool, .globalAveragePool:
            guard let shape = PoolingShape(layer, input: input, output: output) else {
                fatalError("\(layer.name) has no pooling shape")
            }
            border = max(border, shape.paddedCount)
            kind = .pooling(shape)
        case .flatten:
            kind =
                PictureLayout.isTrivial(input)
                ? .activation(.identity) : .flatten(channels: input[0], pixels: inputs / input[0])
        case .dropout(let rate): kind = .dropout(rate)
        }
        if parameters == 0, layer.parameterCount > 0 { firstTrained = layers.count }
        parameters += layer.parameterCount
        layers.append(TrainedLayer(kind: kind, source: index, inputs: inputs, outputs: outputs, values: values))
        values += capacity * outputs
    }

    private mutating func trained(_ convolution: Conv2D, input: [Int], output: [Int]) -> TrainedConvolution {
        let shape = ConvolutionShape(convolution, input: input, output: output)
        let forward = digit_packed_size(convolution.fanIn, shape.outputs)
        let area = shape.window.height * shape.window.width
        let result = TrainedConvolution(
            shape: shape, hasBiases: convolution.biases != nil, parameters: parameters, chunked: chunked,
            packed: packed, turned: packed + forward)
        packed += forward + digit_packed_size(area * shape.outputs, shape.channels)
        chunked += result.parameterCount
        border = max(border, shape.paddedCount, shape.spreadCount)
        return result
    }

    private mutating func trained(
        _ normalization: BatchNormalization, inputs: Int, relu: Bool
    ) -> TrainedNormalization {
        let channels = normalization.channels
        let result = TrainedNormalization(
            channels: channels, pixels: inputs / channels, epsilon: normalization.epsilon,
            momentum: normalization.momentum, relu: relu, parameters: parameters, kept: kept, sums: sums, batch: batch)
        kept += 2 * channels
        sums += 2 * capacity * channels
        batch += NormalizationPart.allCases.count * channels
        return result
    }
}
