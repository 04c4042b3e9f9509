/// A network: pixels in, one number a class out.
///
/// ```swift
/// let network = try Network(inputs: 784, layers: [.dense(first), .activation(.sigmoid), .dense(second)])
/// let probabilities = network.predict(images.span)  // [N * network.outputs]
/// ```
///
/// Pictures are [channels, height, width], as for a convolutional network: `inputShape: [1, 28, 28]`. Layers that do not
/// fit each other are refused when the network is made.
///
/// An immutable value: it holds no memory of what it predicted, and any number of threads may use it at once. The
/// probabilities come from a softmax over the last layer's outputs, which is not itself a layer.
public struct Network: Sendable, Equatable {
    /// What an image is: `[784]`, a row, or `[1, 28, 28]`, a picture.
    public let inputShape: [Int]
    /// What a pixel becomes before the first layer.
    public let inputRange: InputRange
    /// The layers from the pixels to the logits; at least one.
    public let layers: [Layer]
    /// What each layer gives an image: `[50]` or `[32, 28, 28]`.
    public let shapes: [[Int]]

    /// Values that one image has: 784 for 28 x 28 pixels.
    public let inputs: Int
    /// Values that one image gives: the number of classes.
    public let outputs: Int
    /// The widest row between two layers, that of the last one included; scratch memory is measured by it.
    let widestOutput: Int
    /// What predictions need of the layers, prepared.
    let plan: InferencePlan

    /// Creates a network out of layers that fit each other.
    ///
    /// - Parameters:
    ///   - inputShape: `[n]` values or `[channels, height, width]`, each at least 1.
    ///   - inputRange: what a pixel becomes before the first layer.
    ///   - layers: from the pixels to the logits, which are a row: after a picture comes a flatten or a global pooling.
    /// - Throws: `empty` without layers, `shapeMismatch` where a layer does not take what the one before it gives.
    public init(inputShape: [Int], inputRange: InputRange = .unit, layers: [Layer]) throws(NetworkError) {
        guard !layers.isEmpty else { throw NetworkError(.empty, "a network has at least one layer") }
        var inputs = 1
        for size in inputShape {
            let (product, overflow) = inputs.multipliedReportingOverflow(by: size)
            inputs = size > 0 && !overflow && product <= Layer.largestOutput ? product : 0
        }
        guard inputs > 0, inputShape.count == 1 || inputShape.count == 3 else {
            throw NetworkError(
                .shapeMismatch,
                "a network's input is [n] or [channels, height, width] of at most \(Layer.largestOutput) values, "
                    + "found \(inputShape)")
        }
        var shapes: [[Int]] = []
        for (index, layer) in layers.enumerated() {
            switch layer.output(for: shapes.last ?? inputShape) {
            case .success(let shape): shapes.append(shape)
            case .failure(let complaint):
                let before = index == 0 ? "an image has" : "layer \(index) (\(layers[index - 1].name)) gives"
                throw NetworkError(
                    .shapeMismatch,
                    "layer \(index + 1) (\(layer.name)) takes \(complaint.expected), but \(before) \(complaint.found)")
            }
        }
        let last = shapes[shapes.count - 1]
        guard last.count == 1 else {
            throw NetworkError(
                .shapeMismatch,
                "a network ends in a row of values, one a class, but layer \(layers.count) "
                    + "(\(layers[layers.count - 1].name)) gives \(last): put a flatten or a global pooling behind it")
        }
        self.inputShape = inputShape
        self.inputRange = inputRange
        self.layers = layers
        self.shapes = shapes
        self.inputs = inputs
        outputs = last[0]
        widestOutput = shapes.reduce(0) { max($0, $1.reduce(1, *)) }
        plan = InferencePlan(layers, inputShape: inputShape, shapes: shapes, inputRange: inputRange)
    }

    /// Creates a network that takes rows of values.
    ///
    /// - Parameters:
    ///   - inputs: values an image, at least 1.
    ///   - inputRange: what a pixel becomes before the first layer.
    ///   - layers: from the pixels to the logits.
    /// - Throws: as ``init(inputShape:inputRange:layers:)`` does.
    public init(inputs: Int, inputRange: InputRange = .unit, layers: [Layer]) throws(NetworkError) {
        guard inputs > 0 else { throw NetworkError(.shapeMismatch, "a network cannot have \(inputs) inputs") }
        try self.init(inputShape: [inputs], inputRange: inputRange, layers: layers)
    }

    /// What training changes in all layers, counted: weights and biases, scales and shifts.
    public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

    /// Multiplications with a following addition that one image takes.
    public var multiplyAdds: Int { zip(layers, shapes).reduce(0) { $0 + $1.0.multiplyAdds(giving: $1.1) } }

    /// What a layer gets: the shape that the one before it gives, or the image's.
    func inputShape(of index: Int) -> [Int] { index == 0 ? inputShape : shapes[index - 1] }
}
