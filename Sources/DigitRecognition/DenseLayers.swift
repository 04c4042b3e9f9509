import DigitFormats
import DigitNetwork

/// The dense layers in a file that says nothing of its layers: arrays `W1`, `b1` to `Wn`, `bn`.
enum DenseLayers {
    /// The layers `1...n` in order, each array checked for its kind and shape.
    static func read(_ archive: TensorArchive) throws -> [Dense] {
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
