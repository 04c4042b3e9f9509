import DigitFormats
import DigitNetwork

/// Turns a graph of ONNX into a network, one node after the other.
///
/// What does not depend on the images is calculated on the way: the shapes that exporters compute, and weights that are
/// reshaped. The rest becomes layers. An operator, an attribute or a type that has no place in a network is refused with
/// its node.
struct ONNXImporter {
    /// The oldest operator set that is read: the first with today's broadcasting.
    static let oldestOperatorSet = 7
    /// The most layers of a network.
    static let maximumLayerCount = 1000
    /// The most numbers that are made or looked at on the way, weights included.
    static let maximumWork = 1 << 28
    /// The most weights of all layers together.
    static let maximumWeightCount = 1 << 26

    /// The most numbers that a node makes of one; exporters calculate with lists of sizes so.
    static let maximumFilledCount = 4096

    let model: ONNXModel
    /// The version of the standard's own operators.
    let operatorSet: Int
    var values: [String: ONNXValue] = [:]
    private var work = 0
    private var weightCount = 0

    /// Builds the network of a model whose arrays are all there.
    ///
    /// - Throws: ``ModelError`` of kind `unsuitable` with the node that is refused; `NetworkError`.
    static func network(of model: ONNXModel, inputRange: InputRange) throws -> Network {
        var importer = try ONNXImporter(model)
        for node in model.nodes {
            let results = try importer.evaluate(node)
            for (name, value) in zip(node.outputs, results) where !name.isEmpty { importer.values[name] = value }
        }
        var flow = try importer.probabilities()
        guard flow.order == nil, flow.padding == nil else {
            throw ModelError(.unsuitable, "the output is a picture, transposed or padded, not a row of values")
        }
        try flow.flatten()
        if flow.layers.isEmpty { try flow.appendElementwise(.activation(.identity)) }
        return try Network(inputShape: flow.inputShape, inputRange: inputRange, layers: flow.layers)
    }

    private init(_ model: ONNXModel) throws {
        self.model = model
        operatorSet = model.operatorSets[""] ?? 0
        if model.nodes.contains(where: \.domain.isEmpty), operatorSet < Self.oldestOperatorSet {
            throw ModelError(
                .unsuitable,
                "expected operator set \(Self.oldestOperatorSet) or newer, found \(model.operatorSets[""] ?? 0): export it again"
            )
        }
        for entry in model.initializers { values[entry.name] = .constant(entry.tensor) }
        for (name, type) in model.otherInitializers { values[name] = .other("an array of \(type)") }
        guard model.inputs.count == 1, let input = model.inputs.first else {
            let names = model.inputs.map { String(shown: $0.name) }.joined(separator: ", ")
            throw ModelError(.unsuitable, "expected one input, the images, found \(names.isEmpty ? "none" : names)")
        }
        values[input.name] = .flow(try Self.images(input))
    }

    /// The images as they come in: [n, 784], [n, 1, 28, 28], [n, 28, 28, 1] or [n, 28, 28].
    private static func images(_ input: ONNXModel.Value) throws -> ONNXFlow {
        func refusal() -> ModelError {
            let shape = input.shape.map { "[" + $0.map { $0.map(String.init) ?? "n" }.joined(separator: ", ") + "]" }
            return ModelError(
                .unsuitable,
                "expected an input [n, 784], [n, 1, 28, 28], [n, 28, 28, 1] or [n, 28, 28] of numbers, "
                    + "found \(String(shown: input.name)) \(input.elementType?.rawValue ?? "of another type") "
                    + "\(shape ?? "of no shape")")
        }
        guard input.elementType != nil else { throw refusal() }
        // scikit-learn's exporter can leave the number of columns open.
        guard let shape = input.shape, shape.count != 2 || shape[1] != nil else {
            guard input.shape?.count ?? 2 == 2 else { throw refusal() }
            return ONNXFlow(view: [Recognizer.pixelsPerImage], batch: input.shape?[0])
        }
        let view = shape.dropFirst().compactMap { $0 }
        guard [[784], [1, 28, 28], [28, 28, 1], [28, 28]].contains(view), view.count == shape.count - 1 else {
            throw refusal()
        }
        return ONNXFlow(view: view, batch: shape[0])
    }

    /// The output that counts: probabilities before their logarithms, logarithms before logits.
    private func probabilities() throws -> ONNXFlow {
        var found: [(name: String, flow: ONNXFlow)] = []
        for output in model.outputs {
            switch values[output.name] {
            case .flow(let flow): found.append((output.name, flow))
            case .labels: continue
            case .some(let value):
                throw ModelError(
                    .unsuitable,
                    "the output \(String(shown: output.name)) should be probabilities, it is \(value.description)")
            case nil:
                throw ModelError(.unsuitable, "no node gives the output \(String(shown: output.name))")
            }
        }
        for meaning in [ONNXFlow.Meaning.probabilities, .logarithms, .logits] {
            let matching = found.filter { $0.flow.meaning == meaning }
            if matching.count == 1 {
                if meaning == .logits, matching[0].flow.layers.last == .activation(.sigmoid) {
                    throw ModelError(
                        .unsuitable,
                        "the output \(String(shown: matching[0].name)) is a sigmoid a class, and such values do not sum to 1: "
                            + "export the network with a softmax, or without its last step")
                }
                return matching[0].flow
            }
            if matching.count > 1 {
                throw ModelError(
                    .unsuitable,
                    "expected one output of a value a class, found "
                        + matching.map { String(shown: $0.name) }.joined(separator: ", "))
            }
        }
        throw ModelError(.unsuitable, "expected an output of a probability a class, found labels alone")
    }

    /// What a node gives; errors name it.
    private mutating func evaluate(_ node: ONNXModel.Node) throws -> [ONNXValue] {
        do {
            let inputs = try node.inputs.map { try value($0) }
            if inputs.contains(where: { if case .labels = $0 { true } else { false } }) {
                return node.outputs.map { _ in .labels }
            }
            var step = ONNXStep(node, inputs)
            let results = try run(&step)
            try step.expectNothingElse()
            for case .flow(let flow) in results where flow.layers.count > Self.maximumLayerCount {
                throw ONNXRefusal("it is behind more than \(Self.maximumLayerCount) layers")
            }
            return results
        } catch let refusal as ONNXRefusal {
            throw ModelError(.unsuitable, "\(node.shown): \(refusal.message)")
        } catch let error as NetworkError {
            throw ModelError(.unsuitable, "\(node.shown): \(error)")
        }
    }

    private func value(_ name: String) throws -> ONNXValue {
        if name.isEmpty { return .absent }
        guard let value = values[name] else {
            throw ONNXRefusal("nothing before it gives its input \(String(shown: name))")
        }
        return value
    }

    /// Counts numbers that are about to be made or looked at, so that a small file cannot keep a machine busy.
    mutating func spend(_ count: Int) throws {
        guard count <= Self.maximumWork - work else {
            throw ONNXRefusal("the graph takes more than \(Self.maximumWork) steps to read")
        }
        work += count
    }

    /// Counts the weights of a layer that is about to be made.
    mutating func spend(weights count: Int) throws {
        try spend(count)
        weightCount += count
        guard weightCount <= Self.maximumWeightCount else {
            throw ONNXRefusal("the layers have more than \(Self.maximumWeightCount) weights together")
        }
    }
}

/// Why a node cannot be read; the importer says which node.
struct ONNXRefusal: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
