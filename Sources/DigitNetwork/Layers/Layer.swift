/// One step of a network.
///
/// Pictures between two layers have the shape [C, H, W]: C channels of H lines and W columns. Rows of numbers have the
/// shape [n].
public enum Layer: Sendable, Equatable {
    /// Fully connected, with weights and biases: [inputs] to [outputs].
    case dense(Dense)
    /// A function of each value.
    case activation(Activation)
    /// The same weights at every position of a picture.
    case conv2D(Conv2D)
    /// Each channel brought to a learned mean and deviation; each value of a row is a channel.
    case batchNormalization(BatchNormalization)
    /// The largest value under a window that moves over each channel; padding never is the largest.
    case maxPool(Window)
    /// The mean under a window that moves over each channel; padding counts as zeros where `countsPadding`, as in
    /// PyTorch, and not at all where not, as in Keras.
    case averagePool(Window, countsPadding: Bool)
    /// The largest value of each channel: [C, H, W] to [C].
    case globalMaxPool
    /// The mean of each channel: [C, H, W] to [C].
    case globalAveragePool
    /// A picture as a row, channel after channel: [C, H, W] to [C H W].
    case flatten
    /// In training, the part of the values that is set to zero, with the others made larger for it; nothing in inference.
    ///
    /// Source: Srivastava et al., *Dropout*, 2014.
    case dropout(Float)

    /// The layer's kind as the summary and error messages call it, such as `dense` or `sigmoid`.
    public var name: String {
        switch self {
        case .dense: "dense"
        case .activation(let activation): activation.rawValue
        case .conv2D: "conv2D"
        case .batchNormalization: "batchNormalization"
        case .maxPool: "maxPool"
        case .averagePool: "averagePool"
        case .globalMaxPool: "globalMaxPool"
        case .globalAveragePool: "globalAveragePool"
        case .flatten: "flatten"
        case .dropout: "dropout"
        }
    }

    /// What training changes, counted: weights and biases, scales and shifts.
    public var parameterCount: Int {
        switch self {
        case .dense(let dense): dense.weights.count + dense.biases.count
        case .conv2D(let convolution): convolution.weights.count + (convolution.biases?.count ?? 0)
        case .batchNormalization(let normalization): 2 * normalization.channels
        case .activation, .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .flatten, .dropout: 0
        }
    }

    /// Multiplications with a following addition that one image takes, of the layers that have weights to multiply with.
    ///
    /// A normalisation counts as none, since a convolution takes it in. The shape is what the layer gives.
    func multiplyAdds(giving shape: [Int]) -> Int {
        switch self {
        case .dense(let dense): dense.weights.count
        case .conv2D(let convolution): convolution.weights.count * shape[1] * shape[2]
        default: 0
        }
    }
}
