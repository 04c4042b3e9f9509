extension Network {
    /// The network for inference alone: each normalisation behind a convolution or dense layer is taken into its weights,
    /// and dropout is gone.
    ///
    /// w' = w scale / √(variance + epsilon) and b' = (b - mean) scale / √(variance + epsilon) + shift, a channel each. The
    /// probabilities stay the same up to rounding. A normalisation behind anything else stays as it is.
    ///
    /// - Throws: `notFinite` where a folded weight is.
    public func foldedForInference() throws(NetworkError) -> Network {
        var folded: [Layer] = []
        for layer in layers {
            switch (folded.last, layer) {
            case (_, .dropout): continue
            case (.conv2D(let convolution), .batchNormalization(let normalization)):
                folded[folded.count - 1] = .conv2D(try convolution.folded(normalization))
            case (.dense(let dense), .batchNormalization(let normalization)):
                folded[folded.count - 1] = .dense(try dense.folded(normalization))
            default: folded.append(layer)
            }
        }
        // A network of nothing but dropout has still to be one.
        if folded.isEmpty { folded = [.activation(.identity)] }
        return try Network(inputShape: inputShape, inputRange: inputRange, layers: folded)
    }
}

extension Conv2D {
    fileprivate func folded(_ normalization: BatchNormalization) throws(NetworkError) -> Conv2D {
        let factors = normalization.factors
        let offsets = normalization.offsets
        return try Conv2D(
            inputChannels: inputChannels, outputChannels: outputChannels, window: window,
            weights: weights.enumerated().map { $1 * factors[$0 / fanIn] },
            biases: offsets.indices.map { (biases?[$0] ?? 0) * factors[$0] + offsets[$0] })
    }
}

extension Dense {
    fileprivate func folded(_ normalization: BatchNormalization) throws(NetworkError) -> Dense {
        let factors = normalization.factors
        return try Dense(
            inputs: inputs, outputs: outputs, weights: weights.enumerated().map { $1 * factors[$0 % outputs] },
            biases: biases.indices.map { biases[$0] * factors[$0] + normalization.offsets[$0] })
    }
}
