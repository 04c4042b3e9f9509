import DigitFormats
import DigitNetwork

/// The dense layers in a file that says nothing of its layers: arrays `W1`, `b1` to `Wn`, `bn`.
enum DenseLayers {
    /// Whether nothing speaks of other layers: a picture's weights, or a normalisation.
    static func areAll(in archive: TensorArchive) -> Bool {
        !archive.entries.contains { $0.name.hasPrefix("W") && $0.tensor.shape.count == 4 }
            && !archive.names.contains("gamma1")
    }

    /// The layers with the activation between them, which is the book's sigmoid where nothing is said.
    ///
    /// - Throws: ``ModelError`` of kind `usage` where PyTorch's file leaves the activation open: there is no usual one.
    static func layers(
        _ archive: TensorArchive, _ options: NetworkOptions, isOfPyTorch: Bool
    ) throws -> (inputs: Int, layers: [Layer]) {
        let dense = try read(archive)
        if isOfPyTorch, dense.count > 1, options.activation == nil {
            throw ModelError(
                .usage,
                "a state_dict does not say which activation stands between its \(dense.count) dense layers: "
                    + "give --activation, for example --activation relu")
        }
        let between = Layer.activation(options.activation ?? .sigmoid)
        let layers = dense.dropFirst().reduce(into: [.dense(dense[0])]) { $0 += [between, .dense($1)] }
        return (dense[0].inputs, layers)
    }

    /// The layers `1...n` in order, each array checked for its kind and shape.
    private static func read(_ archive: TensorArchive) throws -> [Dense] {
        func refusal(_ detail: String) -> ModelError {
            ModelError(
                .unsuitable,
                "expected arrays W1 [784, …], b1 […] to Wn, bn of real numbers; \(detail); found \(archive.inventory)")
        }
        let names = Set(archive.names)
        if archive.isImageDataset {
            throw refusal("these are images and labels, a data set rather than weights: give it as --dataset")
        }
        var depth = 0
        while names.contains("W\(depth + 1)") || names.contains("b\(depth + 1)") { depth += 1 }
        guard depth > 0 else { throw refusal("there is no W1") }
        let expected = Set((1...depth).flatMap { ["W\($0)", "b\($0)"] })
        if let missing = expected.subtracting(names).min() { throw refusal("\(missing) is missing") }
        if let extra = names.subtracting(expected).min() { throw refusal("\(String(shown: extra)) is not one of them") }
        return try (1...depth).map { index in
            guard let weights = archive["W\(index)"], let biases = archive["b\(index)"] else {
                throw refusal("layer \(index) is incomplete")
            }
            guard weights.elementType.isFloatingPoint, biases.elementType.isFloatingPoint else {
                throw refusal("layer \(index) is not of real numbers")
            }
            guard weights.shape.count == 2 else {
                throw refusal("W\(index) has \(weights.shape.count) dimensions, a dense layer has 2")
            }
            let outputs = weights.shape[1]
            guard biases.shape == [outputs] || biases.shape == [1, outputs] else {
                throw refusal("b\(index) should have the shape [\(outputs)]")
            }
            return try Dense(
                inputs: weights.shape[0], outputs: outputs, weights: weights.floats(), biases: biases.floats())
        }
    }
}
