extension Network {
    /// The convolutional networks that `digits train` knows by name.
    public enum ConvolutionalArchitecture: String, Sendable, Hashable, CaseIterable {
        /// 3x3 convolutions 32-32, pool, 64-64, pool, 128: 140,458 parameters, 22 million multiply-adds.
        case cnn
        /// 3x3 convolutions 8-16, pool, 16-32, pool, 32: 17,890 parameters, 2.8 million multiply-adds.
        case cnnSmall = "cnn-small"
        /// 3x3 convolutions 16-32, pool, 32-64, pool, 128: 112,993 parameters with 49 classes, 13 million multiply-adds.
        case digitCheck = "digit-check"

        /// The channels of the convolutions between two poolings.
        var stages: [[Int]] {
            switch self {
            case .cnn: [[32, 32], [64, 64], [128]]
            case .cnnSmall: [[8, 16], [16, 32], [32]]
            case .digitCheck: [[16, 32], [32, 64], [128]]
            }
        }
    }

    /// A convolutional network with random weights, ready to be trained.
    ///
    /// ```swift
    /// let network = try Network.initialised(.cnnSmall, seed: 1)
    /// network.parameterCount  // 17,890
    /// ```
    ///
    /// Each convolution is 3x3 with a padding of 1, without biases, and a batch normalisation and a ReLU stand behind it.
    /// After each stage but the last comes a 2x2 maximum pooling, after the last a global one and a dense layer.
    ///
    /// Weights are uniform in ±√(6 / I) for I values under a window (He et al., *Delving Deep into Rectifiers*, 2015),
    /// those of the dense layer in ±√(6 / (I + O)) (Glorot and Bengio, 2010). Only exact arithmetic and square roots are
    /// used, so that a seed gives the same bits everywhere.
    ///
    /// - Parameters:
    ///   - architecture: which one.
    ///   - inputShape: [channels, height, width] of at least 1x4x4.
    ///   - classes: values that come out, at least 1.
    ///   - inputRange: what a pixel becomes before the first layer.
    ///   - seed: where the random numbers start.
    /// - Returns: the network.
    /// - Throws: `shapeMismatch` where the input is no picture or too small.
    public static func initialised(
        _ architecture: ConvolutionalArchitecture, inputShape: [Int] = [1, 28, 28], classes: Int = 10,
        inputRange: InputRange = .unit, seed: UInt64
    ) throws(NetworkError) -> Network {
        guard inputShape.count == 3 else {
            throw NetworkError(
                .shapeMismatch, "a convolutional network takes [channels, height, width], found \(inputShape)")
        }
        guard (1...largestLayerSize).contains(classes) else {
            throw NetworkError(.shapeMismatch, "classes are 1 to \(largestLayerSize), found \(classes)")
        }
        var generator = SeededGenerator(seed: seed)
        func uniform(_ count: Int, limit: Float) -> [Float] {
            (0..<count).map { _ in (2 * generator.unit() - 1) * limit }
        }
        var layers: [Layer] = []
        var channels = inputShape[0]
        for (stage, widths) in architecture.stages.enumerated() {
            if stage > 0 { layers.append(.maxPool(try Window(2, stride: 2))) }
            for width in widths {
                let inputs = 9 * channels
                layers += [
                    .conv2D(
                        try Conv2D(
                            inputChannels: channels, outputChannels: width, window: try Window(3, padding: 1),
                            weights: uniform(inputs * width, limit: (6 / Float(inputs)).squareRoot()), biases: nil)),
                    .batchNormalization(try BatchNormalization(channels: width)),
                    .activation(.relu),
                ]
                channels = width
            }
        }
        let limit = (6 / Float(channels + classes)).squareRoot()
        layers += [
            .globalMaxPool,
            .dense(
                try Dense(
                    inputs: channels, outputs: classes, weights: uniform(channels * classes, limit: limit),
                    biases: [Float](repeating: 0, count: classes))),
        ]
        return try Network(inputShape: inputShape, inputRange: inputRange, layers: layers)
    }
}
