/// A layer of a network in training: what it does, and where its numbers lie in the memory of ``Backpropagation``.
struct TrainedLayer {
    /// What the layer does.
    enum Kind {
        /// Weights at `parameters`, [inputs, outputs], with the biases behind them as one more row; the weights again
        /// at `transposed`, [outputs, inputs], for the way back.
        case dense(parameters: Int, transposed: Int)
        /// A function of each value.
        case activation(Activation)
    }

    let kind: Kind
    let inputs: Int
    let outputs: Int
    /// Where the layer's outputs [batch, outputs] lie, and the gradients of the loss with respect to them.
    let values: Int
}

/// The layers of a network with their places, and how much memory they take together.
struct TrainedLayers {
    private(set) var layers: [TrainedLayer] = []
    /// Floats for all weights and biases.
    private(set) var parameters = 0
    /// Floats for all transposed weights.
    private(set) var transposed = 0
    /// Floats for the outputs of all layers.
    private(set) var values = 0
    /// The first layer with weights: the way back ends there.
    private(set) var firstDense = 0

    /// Lays out `network` for batches of up to `capacity` images.
    ///
    /// - Throws: `notTrainable` where a layer has no gradient or no layer has weights.
    init(_ network: Network, capacity: Int) throws(NetworkError) {
        var width = network.inputs
        for (index, layer) in network.layers.enumerated() {
            switch layer {
            case .dense(let dense):
                if parameters == 0 { firstDense = index }
                layers.append(
                    TrainedLayer(
                        kind: .dense(parameters: parameters, transposed: transposed), inputs: dense.inputs,
                        outputs: dense.outputs, values: values))
                parameters += layer.parameterCount
                transposed += dense.weights.count
                width = dense.outputs
            case .activation(let activation):
                guard activation.hasGradient else {
                    throw NetworkError(
                        .notTrainable, "layer \(index + 1) (\(layer.name)) has no gradient that could train a network")
                }
                layers.append(
                    TrainedLayer(kind: .activation(activation), inputs: width, outputs: width, values: values))
            }
            values += capacity * width
        }
        guard parameters > 0 else { throw NetworkError(.notTrainable, "no layer has weights that could be trained") }
    }
}
