import DigitNetwork

/// The images on their way through a graph: the layers that they passed, and how the graph looks at what these give.
///
/// A network's layers give pictures [C, H, W] or rows [n]. A graph may look at the same numbers otherwise: Keras as
/// [H, W, C], others as [C, 1, 1]. Reshaping and transposing change the view alone; an operator that needs a picture or
/// a row asks for it.
struct ONNXFlow {
    /// What the numbers are.
    enum Meaning {
        case logits, probabilities, logarithms
    }

    /// The number of images that the file fixes, `nil` where it is free.
    let batch: Int?
    /// The network so far.
    private(set) var layers: [Layer] = []
    /// What an image is to the network.
    private(set) var inputShape: [Int]
    /// What the last layer gives an image: [C, H, W] or [n].
    private(set) var shape: [Int]
    /// The sizes of the graph's dimensions but the first, which counts the images.
    var view: [Int]
    /// For each place of the view, the place in what the last layer gives; `nil` where they are the same.
    var order: [Int]?
    /// Whether a softmax was passed.
    var meaning = Meaning.logits
    /// Zeros that stand around the picture until a convolution takes them into its own border.
    var padding: Window.Padding?
    /// What was done to the pixels before the first layer: x scale + shift.
    var scaling: (scale: Float, shift: Float) = (1, 0)

    /// The images as they come into the graph.
    ///
    /// - Parameters:
    ///   - view: The sizes of an image's dimensions.
    ///   - batch: The number of images that the file fixes.
    init(view: [Int], batch: Int?) {
        self.view = view
        self.batch = batch
        inputShape = view.count == 3 && view[0] == 1 ? view : [view.reduce(1, *)]
        shape = inputShape
    }

    /// The numbers of an image.
    var count: Int { shape.reduce(1, *) }

    /// The channels that a normalisation would have, and the numbers of each.
    var channels: (count: Int, area: Int) { (shape[0], count / shape[0]) }

    /// Adds a layer; the view becomes what it gives.
    mutating func append(_ layer: Layer) throws(NetworkError) {
        try applyScaling()
        try push(layer)
        view = shape
        order = nil
    }

    /// Adds a layer that changes each number for itself, so that the view stays.
    mutating func appendElementwise(_ layer: Layer) throws(NetworkError) {
        try applyScaling()
        try push(layer)
    }

    /// Puts another layer in the place of the last one, of the same shape.
    mutating func replaceLast(with layer: Layer) { layers[layers.count - 1] = layer }

    /// Makes a row of a picture.
    mutating func flatten() throws(NetworkError) {
        guard shape.count == 3 else { return }
        if layers.isEmpty {
            inputShape = [count]
            shape = inputShape
        } else {
            try push(.flatten)
        }
    }

    /// Whether the view is a picture that a convolution can take; before the first layer, any picture is.
    mutating func isPicture() -> Bool {
        guard view.count == 3, order == nil else { return false }
        if layers.isEmpty {
            inputShape = view
            shape = view
        }
        return shape == view
    }

    /// A convolution or pooling cannot take the scaling in, since its border is zero.
    private mutating func applyScaling() throws(NetworkError) {
        guard scaling != (1, 0) else { return }
        let (scale, shift) = scaling
        scaling = (1, 0)
        try push(
            .batchNormalization(
                .scaling(
                    [Float](repeating: scale, count: shape[0]), shift: [Float](repeating: shift, count: shape[0]))))
    }

    private mutating func push(_ layer: Layer) throws(NetworkError) {
        // A network of this layer alone knows what it takes and gives; a picture needs an end.
        let rest: [Layer] = if case .dense = layer { [] } else { [.flatten] }
        shape = try Network(inputShape: shape, layers: [layer] + rest).shapes[0]
        layers.append(layer)
    }
}

extension BatchNormalization {
    /// The layer that does x scale + shift, for each channel its own.
    static func scaling(_ scale: [Float], shift: [Float]) throws(NetworkError) -> BatchNormalization {
        // The root of 1 + the smallest number is exactly 1.
        try BatchNormalization(
            scale: scale, shift: shift, mean: [Float](repeating: 0, count: scale.count),
            variance: [Float](repeating: 1, count: scale.count), epsilon: .leastNormalMagnitude)
    }
}
