/// Brings each channel to a mean and a deviation that were learned: y = (x - mean) / √(variance + epsilon) scale + shift.
///
/// In training, mean and variance are those of the batch, and the ones kept here follow them: m = (1 - momentum) m +
/// momentum batch. In inference the kept ones count, and a convolution before it can take the whole layer in; see
/// ``Network/foldedForInference()``.
///
/// Source: Ioffe and Szegedy, *Batch Normalization*, 2015. The kept variance is the unbiased one, as in PyTorch.
public struct BatchNormalization: Sendable, Equatable {
    /// [C], the deviation that a channel gets: gamma.
    public let scale: [Float]
    /// [C], the mean that a channel gets: beta.
    public let shift: [Float]
    /// [C], the mean that is taken away in inference.
    public let mean: [Float]
    /// [C], the variance that is divided out in inference, 0 or more.
    public let variance: [Float]
    /// What keeps the root away from zero, positive.
    public let epsilon: Float
    /// The share of a new batch in the kept mean and variance, 0...1.
    public let momentum: Float

    /// The number of channels, C.
    public var channels: Int { scale.count }

    /// y = x factor + offset, the layer in inference: [C] each.
    let factors: [Float]
    let offsets: [Float]

    /// Creates a normalisation.
    ///
    /// - Parameters:
    ///   - scale: [C], gamma.
    ///   - shift: [C], beta.
    ///   - mean: [C].
    ///   - variance: [C], 0 or more.
    ///   - epsilon: positive; 1e-5 in PyTorch and ONNX, 1e-3 in Keras.
    ///   - momentum: the share of a new batch, 0...1; 0.1 in PyTorch.
    /// - Throws: `shapeMismatch` where the arrays differ in length or are empty, `notFinite` where a value is infinite
    ///   or not a number, `invalidOption` where a variance, `epsilon` or `momentum` is outside its range.
    public init(
        scale: [Float], shift: [Float], mean: [Float], variance: [Float], epsilon: Float = 1e-5, momentum: Float = 0.1
    ) throws(NetworkError) {
        guard !scale.isEmpty, [shift, mean, variance].allSatisfy({ $0.count == scale.count }) else {
            throw NetworkError(
                .shapeMismatch,
                "a normalisation takes a scale, a shift, a mean and a variance a channel, "
                    + "found \(scale.count), \(shift.count), \(mean.count) and \(variance.count)")
        }
        for (name, values) in [("scale", scale), ("shift", shift), ("mean", mean), ("variance", variance)] {
            try requireFinite(values, name, shape: [scale.count])
        }
        guard variance.allSatisfy({ $0 >= 0 }), epsilon > 0, epsilon.isFinite, (0...1).contains(momentum) else {
            throw NetworkError(
                .invalidOption,
                "a normalisation's variances are 0 or more, its epsilon is positive and its momentum 0 to 1, "
                    + "found \(variance.min() ?? 0), \(epsilon) and \(momentum)")
        }
        self.scale = scale
        self.shift = shift
        self.mean = mean
        self.variance = variance
        self.epsilon = epsilon
        self.momentum = momentum
        let factors = scale.indices.map { scale[$0] / (variance[$0] + epsilon).squareRoot() }
        self.factors = factors
        offsets = scale.indices.map { shift[$0] - mean[$0] * factors[$0] }
    }

    /// Creates a normalisation that has learned nothing: scale and variance 1, shift and mean 0.
    ///
    /// - Parameter channels: at least 1.
    /// - Throws: `shapeMismatch` where there is no channel.
    public init(channels: Int) throws(NetworkError) {
        let (ones, zeros) = (
            [Float](repeating: 1, count: max(channels, 0)), [Float](repeating: 0, count: max(channels, 0))
        )
        try self.init(scale: ones, shift: zeros, mean: zeros, variance: ones)
    }
}
