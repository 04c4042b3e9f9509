extension Network {
    /// The network for inference alone: each normalisation behind a convolution or dense layer is taken into its weights,
    /// and dropout is gone.
    ///
    /// w' = w scale / √(variance + epsilon) and b' = (b - mean) scale / √(variance + epsilon) + shift, a channel each. The
    /// probabilities stay the same up to rounding. A normalisation behind anything else stays as it is.
    ///
    /// - Throws: `notFinite` where a folded weight is.
    public func foldedForInference() throws(NetworkError) -> Network {
        let hasLayersToFold = layers.contains {
            switch $0 {
            case .dropout, .batchNormalization: true
            default: false
            }
        }
        // Making a network packs its weights, which costs more than all else in loading a small one.
        guard hasLayersToFold else { return self }
        return try Network(inputShape: inputShape, inputRange: inputRange, layers: Self.folded(layers))
    }

    /// The layers of ``foldedForInference()``.
    static func folded(_ layers: [Layer]) throws(NetworkError) -> [Layer] {
        var folded: [Layer] = []
        for layer in layers {
            switch (folded.last, layer) {
            case (_, .dropout): continue
            case (.conv2D(let convolution), .batchNormalization(let normalization)):
                folded[folded.count - 1] = .conv2D(
                    try convolution.scaled(by: normalization.factors, shift: normalization.offsets))
            case (.dense(let dense), .batchNormalization(let normalization)):
                folded[folded.count - 1] = .dense(
                    try dense.scaled(by: normalization.factors, shift: normalization.offsets))
            default: folded.append(layer)
            }
        }
        // A network of nothing but dropout has still to be one.
        if folded.isEmpty { folded = [.activation(.identity)] }
        return folded
    }
}

extension Conv2D {
    /// The convolution with y scale + shift behind it, a channel each, in its weights.
    ///
    /// - Parameters:
    ///   - scale: [O].
    ///   - shift: [O].
    /// - Returns: A convolution with biases.
    /// - Throws: `notFinite` where a weight would be.
    package func scaled(by scale: [Float], shift: [Float]) throws(NetworkError) -> Conv2D {
        try Conv2D(
            inputChannels: inputChannels, outputChannels: outputChannels, window: window,
            weights: weights.enumerated().map { $1 * scale[$0 / fanIn] },
            biases: shift.indices.map { (biases?[$0] ?? 0) * scale[$0] + shift[$0] })
    }
}

extension Dense {
    /// The layer with y scale + shift behind it, an output each, in its weights.
    ///
    /// - Parameters:
    ///   - scale: [O].
    ///   - shift: [O].
    /// - Returns: A dense layer.
    /// - Throws: `notFinite` where a weight would be.
    package func scaled(by scale: [Float], shift: [Float]) throws(NetworkError) -> Dense {
        try Dense(
            inputs: inputs, outputs: outputs, weights: weights.enumerated().map { $1 * scale[$0 % outputs] },
            biases: shift.indices.map { biases[$0] * scale[$0] + shift[$0] })
    }
}
