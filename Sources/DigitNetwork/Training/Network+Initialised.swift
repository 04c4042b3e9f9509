extension Network {
    /// A network of dense layers with random weights, ready to be trained.
    ///
    /// ```swift
    /// let network = try Network.initialised(layerSizes: [784, 50, 100, 10], activation: .sigmoid, seed: 1)
    /// network.parameterCount  // 45,360
    /// ```
    ///
    /// Weights are uniform in a range that keeps the size of values and gradients from layer to layer: ±√(6 / (I + O))
    /// (Glorot and Bengio, *Understanding the difficulty of training deep feedforward neural networks*, 2010), or
    /// ±√(6 / I) before a ReLU (He et al., *Delving Deep into Rectifiers*, 2015), for I inputs and O outputs. Biases are
    /// zero. Only exact arithmetic and square roots are used, so that a seed gives the same bits everywhere.
    ///
    /// - Parameters:
    ///   - layerSizes: values an image has, then values each dense layer gives; at least two, each at least 1.
    ///   - activation: what stands between two dense layers; none follows the last.
    ///   - inputRange: what a pixel becomes before the first layer.
    ///   - seed: where the random numbers start.
    /// - Returns: the network.
    /// - Throws: `empty` for fewer than two sizes, `shapeMismatch` where one is not positive or too large.
    public static func initialised(
        layerSizes: [Int], activation: Activation, inputRange: InputRange = .unit, seed: UInt64
    ) throws(NetworkError) -> Network {
        guard layerSizes.count >= 2 else {
            throw NetworkError(.empty, "a network takes at least 2 layer sizes, found \(layerSizes.count)")
        }
        guard let largest = layerSizes.max(), layerSizes.allSatisfy({ $0 > 0 }), largest <= Self.largestLayerSize else {
            throw NetworkError(
                .shapeMismatch, "layer sizes are 1 to \(Self.largestLayerSize), found \(layerSizes)")
        }
        var generator = SeededGenerator(seed: seed)
        var layers: [Layer] = []
        for (inputs, outputs) in zip(layerSizes, layerSizes.dropFirst()) {
            if !layers.isEmpty { layers.append(.activation(activation)) }
            let feedsReLU = activation == .relu && layers.count < 2 * (layerSizes.count - 2)
            let limit = (6 / Float(feedsReLU ? inputs : inputs + outputs)).squareRoot()
            var weights: [Float] = []
            weights.reserveCapacity(inputs * outputs)
            for _ in 0..<inputs * outputs { weights.append((2 * generator.unit() - 1) * limit) }
            let biases = [Float](repeating: 0, count: outputs)
            layers.append(.dense(try Dense(inputs: inputs, outputs: outputs, weights: weights, biases: biases)))
        }
        return try Network(inputs: layerSizes[0], inputRange: inputRange, layers: layers)
    }

    /// The largest layer that ``initialised(layerSizes:activation:inputRange:seed:)`` makes: a slip of the keyboard
    /// should be an error, not a computer without memory.
    public static var largestLayerSize: Int { 16_384 }
}
