/// A convolution: the same small weights at every position of a picture.
///
/// ```swift
/// let layer = try Conv2D(
///     inputChannels: 1, outputChannels: 32, window: Window(3, padding: 1), weights: weights, biases: nil)
/// // [1, 28, 28] to [32, 28, 28]
/// ```
///
/// y[o, i, j] = b[o] + sum over c, k and l of w[o, c, k, l] x[c, i s + k - top, j t + l - left] for strides s and t, as
/// the field calls a convolution: the window is not turned around. What lies outside the picture is 0.
public struct Conv2D: Sendable, Equatable {
    /// Channels of the picture that comes in, C.
    public let inputChannels: Int
    /// Channels of the picture that goes out, O.
    public let outputChannels: Int
    /// The window of K x L pixels that the weights cover.
    public let window: Window
    /// [O, C, K, L] in row-major order, as PyTorch and ONNX keep them.
    public let weights: [Float]
    /// [O], or `nil` where nothing is added, as before a batch normalisation.
    public let biases: [Float]?

    /// The weights as the kernels read them, packed from [K, L, C, O].
    let packed: [Float]

    /// Creates a convolution.
    ///
    /// - Parameters:
    ///   - inputChannels: channels taken, 1 to ``largestChannelCount``.
    ///   - outputChannels: channels given, 1 to ``largestChannelCount``.
    ///   - window: size, stride and padding.
    ///   - weights: [O, C, K, L] in row-major order.
    ///   - biases: [O] or `nil`.
    /// - Throws: `shapeMismatch` where a size is out of its range or an array has another length, `notFinite` where a
    ///   value is infinite or not a number.
    public init(inputChannels: Int, outputChannels: Int, window: Window, weights: [Float], biases: [Float]?)
        throws(NetworkError)
    {
        let channels = 1...Self.largestChannelCount
        guard channels.contains(inputChannels), channels.contains(outputChannels) else {
            throw NetworkError(
                .shapeMismatch,
                "a convolution has 1 to \(Self.largestChannelCount) channels, found \(inputChannels) to \(outputChannels)"
            )
        }
        let shape = [outputChannels, inputChannels, window.height, window.width]
        guard weights.count == shape.reduce(1, *), biases?.count ?? outputChannels == outputChannels else {
            throw NetworkError(
                .shapeMismatch,
                "a convolution \(shape) takes \(shape.reduce(1, *)) weights and \(outputChannels) biases, "
                    + "found \(weights.count) and \(biases?.count ?? 0)")
        }
        try requireFinite(weights, "weight", shape: shape)
        try requireFinite(biases ?? [], "bias", shape: [outputChannels])
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        self.window = window
        self.weights = weights
        self.biases = biases
        packed = Self.packed(
            Self.innermostOutputs(weights, shape: shape), steps: weights.count / outputChannels,
            columns: outputChannels)
    }

    /// The most channels of a picture.
    public static let largestChannelCount = 65_536

    /// Values that one window covers: C K L.
    var fanIn: Int { inputChannels * window.height * window.width }
}
