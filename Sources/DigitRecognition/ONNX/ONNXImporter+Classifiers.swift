import DigitFormats
import DigitNetwork

// What scikit-learn's exporter writes: its own operators, and labels beside the probabilities.
extension ONNXImporter {
    /// The most probable class, and what is made of it: nothing that a network has to know.
    func labels(_ step: inout ONNXStep) throws -> ONNXValue {
        _ = try step.flow()
        step.ignore("axis", "keepdims", "select_last_index")
        return .labels
    }

    /// A dense layer with weights [O, I] in attributes.
    mutating func linearClassifier(_ step: inout ONNXStep) throws -> ONNXFlow {
        let flow = try step.logits()
        step.ignore("multi_class")
        guard let coefficients = try step.floats("coefficients"), let intercepts = try step.floats("intercepts"),
            intercepts.count > 1, coefficients.count == intercepts.count * flow.count
        else {
            throw ONNXRefusal(
                "it should have \(flow.count) coefficients and one intercept a class, for more than one class")
        }
        let classes = intercepts.count
        try expectDigits(&step, integers: "classlabels_ints", texts: "classlabels_strings", count: classes)
        var result = try dense(
            flow, weights: Tensor(coefficients, shape: [classes, flow.count]), inputs: flow.count, outputs: classes,
            transposed: true, biases: Tensor(intercepts, shape: [classes]))
        switch try step.string("post_transform", "NONE") {
        case "NONE": break
        case "SOFTMAX": result.meaning = .probabilities
        case let other: throw ONNXRefusal("post_transform \(String(shown: other)) is not read")
        }
        return result
    }

    /// (x - offset) scale.
    mutating func scaler(_ step: inout ONNXStep) throws -> ONNXFlow {
        var flow = try step.logits()
        if let offset = try step.floats("offset"), !offset.isEmpty {
            flow = try affine(flow, Tensor(offset, shape: [offset.count])) { (1, -$0) }
        }
        if let scale = try step.floats("scale"), !scale.isEmpty {
            flow = try affine(flow, Tensor(scale, shape: [scale.count])) { ($0, 0) }
        }
        return flow
    }

    /// Division by the sum, which of probabilities is 1.
    func normalizer(_ step: inout ONNXStep) throws -> ONNXFlow {
        let flow = try step.flow()
        guard try step.string("norm", "MAX") == "L1", flow.meaning == .probabilities else {
            throw ONNXRefusal("it is read behind a softmax alone, with the norm L1")
        }
        return flow
    }

    /// Names for the classes: the digits themselves.
    func zipMap(_ step: inout ONNXStep) throws -> ONNXFlow {
        let flow = try step.flow()
        try expectDigits(&step, integers: "classlabels_int64s", texts: "classlabels_strings", count: flow.count)
        return flow
    }

    /// The place of a probability is the digit that it is for: other names of the classes would be lost.
    private func expectDigits(_ step: inout ONNXStep, integers: String, texts: String, count: Int) throws {
        let names = try step.ints(integers)?.map(String.init) ?? []
        var found = names
        if case .strings(let values) = step.read(texts), !values.isEmpty { found = values }
        guard found.isEmpty || found == (0..<count).map(String.init) else {
            throw ONNXRefusal(
                "its classes should be 0 to \(count - 1) in their order, they are "
                    + found.prefix(12).map { String(shown: $0) }.joined(separator: ", "))
        }
    }
}
