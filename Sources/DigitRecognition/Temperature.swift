#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

public import DigitDatasets
import DigitNetwork

/// What logits are divided by, so that probabilities mean what they say; which class is the likeliest stays.
///
/// ```swift
/// let sample = try BuiltInSample.load()
/// let recognizer = try Recognizer(contentsOf: "mine.safetensors")
/// Temperature(fitting: recognizer.predict(sample.images), to: sample.labels).value  // 0.6: too modest so far
/// ```
///
/// Source: Guo, Pleiss, Sun and Weinberger, *On Calibration of Modern Neural Networks*, 2017, section 4.2.
public struct Temperature: Sendable, Hashable {
    /// Below 1 where the probabilities were too modest, above 1 where they were too bold.
    public let value: Double

    /// Temperatures that a fit may give.
    public static let range = 0.01...100.0

    /// The temperature with the least cross-entropy on images that the weights were not fitted to.
    ///
    /// Cross-entropy is convex in 1 / temperature. Its slope there is the mean over the images of the logit that is
    /// expected less the logit of the true class, so that halving the range finds the one place where both are the same.
    ///
    /// - Parameters:
    ///   - probabilities: One row an image, `[N, classes]`, N at least 1: as a network gives them at temperature 1.
    ///   - labels: The true class of each, `[N]`.
    public init(fitting probabilities: Probabilities, to labels: DigitLabels) {
        guard probabilities.count == labels.count, probabilities.count > 0 else {
            fatalError("probabilities of shape \(probabilities.shape) do not go with \(labels.count) labels")
        }
        let classes = probabilities.classes
        // Logits but for a constant of each row, which the softmax takes out again.
        let logits = probabilities.values.map { log(Double(max($0, .leastNonzeroMagnitude))) }
        func slope(_ inverse: Double) -> Double {
            var sum = 0.0
            for (row, label) in labels.enumerated() {
                let row = logits[row * classes..<(row + 1) * classes]
                let largest = row.max() ?? 0
                var (weights, expected) = (0.0, 0.0)
                for logit in row {
                    let weight = exp((logit - largest) * inverse)
                    (weights, expected) = (weights + weight, expected + weight * logit)
                }
                sum += expected / weights - row[row.startIndex + label]
            }
            return sum
        }
        var (low, high) = (1 / Self.range.upperBound, 1 / Self.range.lowerBound)
        // Each halving gives a bit; beyond these a Float's weights do not change.
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if slope(middle) <= 0 { low = middle } else { high = middle }
        }
        value = 2 / (low + high)
    }
}

extension Network {
    /// The network with its logits divided by a temperature: the last layer's weights and biases are.
    ///
    /// - Throws: ``NetworkError`` where a weight becomes infinite.
    func divided(by temperature: Double) throws -> Network {
        guard case .dense(let last)? = layers.last else {
            fatalError("logits are divided in a dense layer, found \(layers.last?.name ?? "none") at the end")
        }
        func divided(_ values: [Float]) -> [Float] { values.map { Float(Double($0) / temperature) } }
        let dense = try Dense(
            inputs: last.inputs, outputs: last.outputs, weights: divided(last.weights), biases: divided(last.biases))
        return try Network(inputShape: inputShape, inputRange: inputRange, layers: layers.dropLast() + [.dense(dense)])
    }
}
