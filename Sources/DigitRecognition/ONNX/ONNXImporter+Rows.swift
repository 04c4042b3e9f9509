import DigitFormats
import DigitNetwork

// Dense layers, activations and what stands at the end.
extension ONNXImporter {
    mutating func product(_ step: inout ONNXStep) throws -> ONNXFlow {
        let flow = try step.logits()
        let weights = try step.constant(1)
        guard weights.shape.count == 2 else {
            throw ONNXRefusal("its weights should be [I, O], they are \(weights.shape)")
        }
        return try dense(
            flow, weights: weights, inputs: weights.shape[0], outputs: weights.shape[1], transposed: false, biases: nil)
    }

    mutating func generalProduct(_ step: inout ONNXStep) throws -> ONNXFlow {
        let flow = try step.logits()
        let weights = try step.constant(1)
        let biases = step.has(2) ? try step.constant(2) : nil
        try step.expect("transA", 0, standard: 0)
        let transposed = try step.int("transB", 0) != 0
        let (alpha, beta) = (try step.float("alpha", 1), try step.float("beta", 1))
        guard weights.shape.count == 2 else {
            throw ONNXRefusal("its weights should be [I, O], they are \(weights.shape)")
        }
        return try dense(
            flow, weights: weights, inputs: weights.shape[transposed ? 1 : 0],
            outputs: weights.shape[transposed ? 0 : 1], transposed: transposed, biases: biases, alpha: alpha, beta: beta
        )
    }

    /// Adds a dense layer: y = alpha x W + beta b.
    ///
    /// - Parameters:
    ///   - start: The images, as rows of I or as pictures [I, 1, 1].
    ///   - weights: [I, O], or [O, I] where `transposed`, perhaps with dimensions of 1 behind.
    ///   - inputs: I.
    ///   - outputs: O.
    ///   - transposed: Whether the weights of one output lie side by side.
    ///   - biases: [O], [1, O] or a single one for all.
    ///   - alpha: A factor of the weights.
    ///   - beta: A factor of the biases.
    /// - Returns: The images behind the layer.
    /// - Throws: ``ONNXRefusal`` where the sizes do not fit each other; `NetworkError`.
    mutating func dense(
        _ start: ONNXFlow, weights: Tensor, inputs: Int, outputs: Int, transposed: Bool, biases: Tensor?,
        alpha: Float = 1, beta: Float = 1
    ) throws -> ONNXFlow {
        var flow = start
        let leading = Array(flow.view.dropLast(flow.view == [flow.count, 1, 1] ? 3 : 1))
        guard inputs == flow.count, leading.allSatisfy({ $0 == 1 }), flow.view.max() == flow.count, outputs > 0 else {
            throw ONNXRefusal("it takes rows of \(inputs), it gets \(flow.view)")
        }
        guard weights.elementType.isFloatingPoint, biases?.elementType.isFloatingPoint ?? true else {
            throw ONNXRefusal("its weights are \(weights.elementType), not real numbers")
        }
        try flow.flatten()
        try spend(weights: weights.count)
        let stored = weights.floats()
        var placed = [Float](repeating: 0, count: stored.count)
        for input in 0..<inputs {
            let row = (flow.order?[input] ?? input) * outputs
            for output in 0..<outputs {
                placed[row + output] = alpha * stored[transposed ? output * inputs + input : input * outputs + output]
            }
        }
        var added = [Float](repeating: 0, count: outputs)
        if let biases {
            guard biases.shape.allSatisfy({ $0 == 1 }) || biases.shape == [outputs] || biases.shape == [1, outputs]
            else {
                throw ONNXRefusal("its biases should be [\(outputs)], they are \(biases.shape)")
            }
            let values = biases.floats()
            added = added.indices.map { beta * (values.count == 1 ? values[0] : values[$0]) }
        }
        // (x s + t) W + b = x (s W) + (b + t times the sum of W's column).
        let (scale, shift) = flow.scaling
        if flow.scaling != (1, 0) {
            flow.scaling = (1, 0)
            for output in 0..<outputs {
                var sum: Float = 0
                for input in 0..<inputs {
                    sum += placed[input * outputs + output]
                    placed[input * outputs + output] *= scale
                }
                added[output] += shift * sum
            }
        }
        try flow.append(.dense(try Dense(inputs: inputs, outputs: outputs, weights: placed, biases: added)))
        flow.view = leading + [outputs]
        return flow
    }

    func activation(_ activation: Activation, _ step: inout ONNXStep) throws -> ONNXFlow {
        var flow = try step.logits()
        try flow.appendElementwise(.activation(activation))
        return flow
    }

    /// Between 0 and no limit: a ReLU.
    func clip(_ step: inout ONNXStep) throws -> ONNXFlow {
        let largest = Float.greatestFiniteMagnitude
        var bounds = (try step.float("min", -largest), try step.float("max", largest))
        if step.has(1) { bounds.0 = try step.constant(1).floats().first ?? -largest }
        if step.has(2) { bounds.1 = try step.constant(2).floats().first ?? largest }
        guard bounds.0 == 0, bounds.1 >= largest else {
            throw ONNXRefusal("limits other than 0 to infinity are not read, found \(bounds.0) and \(bounds.1)")
        }
        return try activation(.relu, &step)
    }

    /// Whether a number is positive: the step function, as ``Network/onnx(metadata:)`` writes it.
    func greater(_ step: inout ONNXStep) throws -> ONNXFlow {
        guard try step.constant(1).floats().allSatisfy({ $0 == 0 }) else {
            throw ONNXRefusal("a threshold other than 0 is not read")
        }
        return try activation(.step, &step)
    }

    func dropout(_ step: inout ONNXStep) throws -> ONNXValue {
        step.ignore("seed", "is_test")
        var rate = try step.float("ratio", 0.5)
        if step.has(1) { rate = try step.constant(1).floats().first ?? rate }
        if step.has(2), try step.constant(2).integers() != [0] { throw ONNXRefusal("it is set to train") }
        guard case .flow(var flow) = step[0], flow.meaning == .logits else { return step[0] }
        try flow.appendElementwise(.dropout(rate))
        return .flow(flow)
    }

    func softmax(_ meaning: ONNXFlow.Meaning, _ step: inout ONNXStep) throws -> ONNXFlow {
        var flow = try step.flow()
        let rank = flow.view.count + 1
        let axis = try axis(step.int("axis", operatorSet < 13 ? 1 : -1), rank: rank)
        // Before operator set 13, everything from the axis on counts as one.
        let over =
            operatorSet < 13 ? flow.view.dropFirst(max(axis - 1, 0)) : flow.view.dropFirst(max(axis - 1, 0)).prefix(1)
        guard axis > 0, over.reduce(1, *) == flow.count else {
            throw ONNXRefusal("it is not over the classes: axis \(axis) of [n] + \(flow.view)")
        }
        guard flow.meaning != .probabilities else { throw ONNXRefusal("it is a second softmax") }
        flow.meaning = meaning
        return flow
    }

    func change(
        _ expected: ONNXFlow.Meaning, to meaning: ONNXFlow.Meaning, _ step: inout ONNXStep
    ) throws -> ONNXFlow {
        var flow = try step.flow()
        guard flow.meaning == expected else { throw ONNXRefusal("it is read behind a softmax alone") }
        flow.meaning = meaning
        return flow
    }
}
