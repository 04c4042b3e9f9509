extension Activation {
    /// Whether the function can be trained through: the step's slope is zero wherever it has one.
    var hasGradient: Bool { self != .step }

    /// Multiplies each delta with the slope of the function, told from the function's value: `deltas` becomes the
    /// gradient with respect to the function's input.
    ///
    /// - Parameters:
    ///   - outputs: [count], the values the function gave.
    ///   - deltas: [count], gradients with respect to them.
    ///   - result: [count], overwritten.
    ///   - count: how many there are.
    func backward(
        outputs: UnsafePointer<Float>, deltas: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
        count: Int
    ) {
        switch self {
        case .identity: result.update(from: deltas, count: count)
        case .sigmoid:
            for index in 0..<count { result[index] = deltas[index] * (outputs[index] * (1 - outputs[index])) }
        case .tanh: for index in 0..<count { result[index] = deltas[index] * (1 - outputs[index] * outputs[index]) }
        case .relu: for index in 0..<count { result[index] = outputs[index] > 0 ? deltas[index] : 0 }
        case .step: fatalError("the step function has no gradient, and training refuses it")
        }
    }
}
