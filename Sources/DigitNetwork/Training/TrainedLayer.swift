/// A layer of a network in training: what it does, and where its numbers lie in the memory of ``Backpropagation``.
struct TrainedLayer {
    /// What the layer does.
    enum Kind {
        /// Weights at `parameters`, [inputs, outputs], with the biases behind them as one more row; the weights again
        /// at `transposed`, [outputs, inputs], for the way back.
        case dense(parameters: Int, transposed: Int)
        /// A function of each value.
        case activation(Activation)
        /// A convolution.
        case convolution(TrainedConvolution)
        /// A batch normalisation, together with the ReLU behind it where there is one.
        case normalization(TrainedNormalization)
        /// A pooling of any kind.
        case pooling(PoolingShape)
        /// [H, W, C] to [C, H, W].
        case flatten(channels: Int, pixels: Int)
        /// Sets this part of the values to zero.
        case dropout(Float)
    }

    let kind: Kind
    /// The layer's place in the network.
    let source: Int
    let inputs: Int
    let outputs: Int
    /// Where the layer's outputs [batch, outputs] lie, and the gradients of the loss with respect to them.
    let values: Int
}

/// Where the numbers of a convolution in training lie.
struct TrainedConvolution {
    let shape: ConvolutionShape
    let hasBiases: Bool
    /// Weights [K, L, C, O] with the biases behind them.
    let parameters: Int
    /// The same in the gradients that each chunk of a batch has for itself.
    let chunked: Int
    /// The weights again, packed for the way forward, and turned around and packed for the way back.
    let packed: Int
    let turned: Int

    var weightCount: Int { shape.window.height * shape.window.width * shape.channels * shape.outputs }
    var parameterCount: Int { weightCount + (hasBiases ? shape.outputs : 0) }
}

/// Where the numbers of a batch normalisation in training lie.
struct TrainedNormalization {
    let channels: Int
    /// Pixels of an image.
    let pixels: Int
    let epsilon: Float
    let momentum: Float
    /// Whether a ReLU follows, which is calculated along with it.
    let relu: Bool
    /// Scale [C] with the shift [C] behind it.
    let parameters: Int
    /// The kept mean [C] with the kept variance [C] behind it.
    let kept: Int
    /// [batch, C] twice: what each image adds up to.
    let sums: Int
    /// ``NormalizationPart``s of [C].
    let batch: Int
}
