/// A fully connected layer: y = x W + b.
///
/// ```swift
/// let layer = try Dense(inputs: 2, outputs: 3, weights: [1, 2, 3, 4, 5, 6], biases: [0.5, 0, 0])
/// // x = [10, 100] gives [10 * 1 + 100 * 4 + 0.5, 10 * 2 + 100 * 5, 10 * 3 + 100 * 6]
/// ```
///
/// Its weights are finite, always: what is zero in the input adds nothing to the output, and the kernels rely on that.
public struct Dense: Sendable, Equatable {
    /// Values that the layer takes an image.
    public let inputs: Int
    /// Values that the layer gives an image.
    public let outputs: Int
    /// [inputs, outputs] in row-major order: `weights[i * outputs + o]` leads from input `i` to output `o`.
    public let weights: [Float]
    /// [outputs], added to the products.
    public let biases: [Float]

    /// Creates a layer.
    ///
    /// - Parameters:
    ///   - inputs: values taken an image, at least 1.
    ///   - outputs: values given an image, at least 1.
    ///   - weights: [inputs, outputs] in row-major order.
    ///   - biases: [outputs].
    /// - Throws: `shapeMismatch` where a size is not positive or an array has another length, `notFinite` where a value
    ///   is infinite or not a number.
    public init(inputs: Int, outputs: Int, weights: [Float], biases: [Float]) throws(NetworkError) {
        let (size, overflow) = inputs.multipliedReportingOverflow(by: outputs)
        guard inputs > 0, outputs > 0, !overflow else {
            throw NetworkError(.shapeMismatch, "a dense layer cannot have \(inputs) inputs and \(outputs) outputs")
        }
        guard weights.count == size, biases.count == outputs else {
            throw NetworkError(
                .shapeMismatch,
                "a dense layer of \(inputs) inputs and \(outputs) outputs takes \(size) weights and \(outputs) biases, "
                    + "found \(weights.count) and \(biases.count)")
        }
        try requireFinite(weights, "weight", shape: [inputs, outputs])
        try requireFinite(biases, "bias", shape: [outputs])
        self.inputs = inputs
        self.outputs = outputs
        self.weights = weights
        self.biases = biases
    }
}
