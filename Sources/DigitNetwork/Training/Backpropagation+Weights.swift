import CDigitKernels

extension Backpropagation {
    /// Floats that the kernels may read behind the last delta.
    static var slack: Int { Int(digit_product_slack) }

    /// Takes the weights of the network.
    func load() {
        for layer in plan.layers {
            switch (layer.kind, network.layers[layer.source]) {
            case (.dense(let offset, _), .dense(let dense)):
                copy(dense.weights + dense.biases, to: parameters.pointer + offset)
            case (.convolution(let trained), .conv2D(let convolution)):
                let shape = [
                    convolution.outputChannels, convolution.inputChannels, convolution.window.height,
                    convolution.window.width,
                ]
                copy(
                    Conv2D.innermostOutputs(convolution.weights, shape: shape) + (convolution.biases ?? []),
                    to: parameters.pointer + trained.parameters)
            case (.normalization(let trained), .batchNormalization(let normalization)):
                copy(normalization.scale + normalization.shift, to: parameters.pointer + trained.parameters)
                copy(normalization.mean + normalization.variance, to: kept.pointer + trained.kept)
            default: continue
            }
            prepare(layer)
        }
    }

    private func copy(_ values: [Float], to target: UnsafeMutablePointer<Float>) {
        for (index, value) in values.enumerated() { target[index] = value }
    }

    /// Brings a layer's weights into the order in which the passes read them, after they have changed.
    func prepare(_ layer: TrainedLayer) {
        switch layer.kind {
        case .dense: transpose(layer, rows: 0..<layer.inputs)
        case .convolution(let trained): pack(trained)
        default: break
        }
    }

    /// Copies the rows `rows` of a dense layer's weights into the columns of their transposed form.
    func transpose(_ layer: TrainedLayer, rows: Range<Int>) {
        guard case .dense(let parameters, let transposed) = layer.kind else { return }
        let source = self.parameters.pointer + parameters
        let target = self.transposed.pointer + transposed
        for row in rows {
            for column in 0..<layer.outputs {
                target[column * layer.inputs + row] = source[row * layer.outputs + column]
            }
        }
    }

    /// Packs a convolution's weights [K, L, C, O], and for the way back those turned around, [K, L, O, C].
    private func pack(_ trained: TrainedConvolution) {
        let shape = trained.shape
        let (channels, outputs) = (shape.channels, shape.outputs)
        let area = shape.window.height * shape.window.width
        let weights = parameters.pointer + trained.parameters
        digit_pack(weights, area * channels, outputs, packed.pointer + trained.packed)
        var turned = [Float](repeating: 0, count: trained.weightCount)
        turned.withUnsafeMutableBufferPointer { turned in
            guard let turned = turned.baseAddress else { return }
            for position in 0..<area {
                PictureLayout.transpose(
                    weights + position * channels * outputs, rows: channels, columns: outputs,
                    into: turned + (area - 1 - position) * channels * outputs)
            }
            digit_pack(turned, area * outputs, channels, packed.pointer + trained.turned)
        }
    }

    /// Moves the averages of what is learned and kept towards what it is now.
    ///
    /// - Parameter decay: what stays of the average, 0...1.
    func average(decay: Float) {
        let averages = averages.pointer
        for index in 0..<plan.parameters {
            averages[index] += (1 - decay) * (parameters.pointer[index] - averages[index])
        }
        for index in 0..<plan.kept {
            averages[plan.parameters + index] += (1 - decay) * (kept.pointer[index] - averages[plan.parameters + index])
        }
    }

    /// The network with the weights as they are now, or with their averages where those are kept.
    ///
    /// - Throws: `notFinite` where training went wrong.
    func snapshot() throws(NetworkError) -> Network {
        let averaged = averages.count > 0
        let parameters = averaged ? averages.pointer : parameters.pointer
        let kept = averaged ? averages.pointer + plan.parameters : kept.pointer
        var layers = network.layers
        for trained in plan.layers {
            switch (trained.kind, layers[trained.source]) {
            case (.dense(let offset, _), .dense(let dense)):
                let weights = parameters + offset
                layers[trained.source] = .dense(
                    try Dense(
                        inputs: dense.inputs, outputs: dense.outputs, weights: array(weights, dense.weights.count),
                        biases: array(weights + dense.weights.count, dense.outputs)))
            case (.convolution(let place), .conv2D(let convolution)):
                let (weights, biases) = arrays(place, in: parameters)
                layers[trained.source] = .conv2D(
                    try Conv2D(
                        inputChannels: convolution.inputChannels, outputChannels: convolution.outputChannels,
                        window: convolution.window, weights: weights, biases: place.hasBiases ? biases : nil))
            case (.normalization(let place), .batchNormalization(let normalization)):
                let (weights, channels) = (parameters + place.parameters, place.channels)
                layers[trained.source] = .batchNormalization(
                    try BatchNormalization(
                        scale: array(weights, channels), shift: array(weights + channels, channels),
                        mean: array(kept + place.kept, channels),
                        variance: array(kept + place.kept + channels, channels),
                        epsilon: normalization.epsilon, momentum: normalization.momentum))
            default: continue
            }
        }
        return try Network(inputShape: network.inputShape, inputRange: network.inputRange, layers: layers)
    }

    /// A convolution's part of a memory that is laid out as the parameters are: [O, C, K, L] and the biases.
    func arrays(
        _ place: TrainedConvolution, in memory: UnsafePointer<Float>
    ) -> (weights: [Float], biases: [Float]) {
        let start = memory + place.parameters
        let shape = [
            place.shape.outputs, place.shape.channels, place.shape.window.height, place.shape.window.width,
        ]
        return (
            Conv2D.outermostOutputs(start, shape: shape),
            array(start + place.weightCount, place.hasBiases ? place.shape.outputs : 0)
        )
    }

    /// `count` floats of a memory.
    func array(_ start: UnsafePointer<Float>, _ count: Int) -> [Float] {
        Array(UnsafeBufferPointer(start: start, count: count))
    }
}
