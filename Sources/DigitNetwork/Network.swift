/// A network: pixels in, one number a class out.
///
/// ```swift
/// let network = try Network(inputs: 784, layers: [.dense(first), .activation(.sigmoid), .dense(second)])
/// let probabilities = network.predict(images.span)  // [N * network.outputs]
/// ```
///
/// An immutable value: it holds no memory of what it predicted, and any number of threads may use it at once. The
/// probabilities come from a softmax over the last layer's outputs, which is not itself a layer.
public struct Network: Sendable, Equatable {
    /// Values that one image has: 784 for 28 x 28 pixels.
    public let inputs: Int
    /// Values that one image gives: the number of classes.
    public let outputs: Int
    /// What a pixel becomes before the first layer.
    public let inputRange: InputRange
    /// The layers from the pixels to the logits; at least one.
    public let layers: [Layer]

    /// The widest row between two layers, that of the last one included; scratch memory is measured by it.
    let widestOutput: Int

    /// Creates a network out of layers that fit each other.
    ///
    /// - Parameters:
    ///   - inputs: values an image, at least 1.
    ///   - inputRange: what a pixel becomes before the first layer.
    ///   - layers: from the pixels to the logits.
    /// - Throws: `empty` without layers, `shapeMismatch` where a layer does not take what the one before it gives.
    public init(inputs: Int, inputRange: InputRange = .unit, layers: [Layer]) throws(NetworkError) {
        guard !layers.isEmpty else { throw NetworkError(.empty, "a network has at least one layer") }
        guard inputs > 0 else { throw NetworkError(.shapeMismatch, "a network cannot have \(inputs) inputs") }
        var width = inputs
        var widest = 0
        for (index, layer) in layers.enumerated() {
            guard let next = layer.outputs(for: width) else {
                let before = index == 0 ? "an image has" : "layer \(index) (\(layers[index - 1].name)) gives"
                throw NetworkError(
                    .shapeMismatch,
                    "layer \(index + 1) (\(layer.name)) takes \(layer.requiredInputs ?? width) values, "
                        + "but \(before) \(width)")
            }
            width = next
            widest = max(widest, width)
        }
        self.inputs = inputs
        self.outputs = width
        self.inputRange = inputRange
        self.layers = layers
        self.widestOutput = widest
    }

    /// Weights and biases of all layers, counted.
    public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

    /// Multiplications with a following addition that one image takes.
    public var multiplyAdds: Int { layers.reduce(0) { $0 + $1.multiplyAdds } }
}
