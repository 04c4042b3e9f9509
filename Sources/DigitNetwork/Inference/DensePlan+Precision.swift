import CDigitKernels

extension DensePlan {
    /// A dense layer with what stands behind it.
    typealias Step = (dense: Dense, activation: digit_activation)

    /// What the logits may differ by through weights of two bytes: a twentieth of what would move a probability by 1e-4 where
    /// the errors of all logits meet in the worst way and are the largest of thousands.
    private static let tolerance = 5e-5

    /// Bytes that a weight of the first layer needs, 2 or 3, so that nobody sees the difference in a probability.
    ///
    /// A weight is rounded to its column's unit: an error of unit / √12 in the mean. For a picture full of ink the errors of
    /// all inputs add up as independent ones do, and so they pass the later layers, each at the steepest slope of its function.
    /// MNIST's 70,000 images through 784-50-100-10 with sigmoid: estimated 4.1e-5, found at most 8.6e-5 in a logit and 2.4e-5
    /// in a probability; with weights ten times as large, estimated 2.3e-3, found 1.9e-3 and 3.5e-4.
    static func weightBytes(_ steps: [Step], pixelRange: Double) -> Int {
        guard let first = steps.first?.dense else { return 3 }
        let factor = pixelRange * (Double(first.inputs) / 12).squareRoot() / digit_pixel_limit(2)
        var errors = [Double](repeating: 0, count: first.outputs)
        for (index, weight) in first.weights.enumerated() {
            errors[index % first.outputs] = max(errors[index % first.outputs], Double(abs(weight)) * factor)
        }
        for (step, next) in zip(steps, steps.dropFirst()) {
            guard let slope = step.activation.steepest else { return 3 }
            var squares = [Double](repeating: 0, count: next.dense.outputs)
            for (index, weight) in next.dense.weights.enumerated() {
                let error = Double(weight) * slope * errors[index / next.dense.outputs]
                squares[index % next.dense.outputs] += error * error
            }
            errors = squares.map { $0.squareRoot() }
        }
        let last = steps.last?.activation.steepest ?? .infinity
        return (errors.max() ?? 0) * last <= tolerance ? 2 : 3
    }
}

extension digit_activation {
    /// The steepest slope of the function; `nil` for a step.
    fileprivate var steepest: Double? {
        switch self {
        case .identity, .relu, .tanh: 1
        case .sigmoid: 0.25
        case .step: nil
        @unknown default: nil
        }
    }
}
