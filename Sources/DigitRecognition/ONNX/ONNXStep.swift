import DigitFormats
import DigitNetwork

/// One node with what it takes: the place where each operator's rules ask for its inputs and attributes.
///
/// An attribute that no rule asked for is refused in the end, since it may mean anything.
struct ONNXStep {
    let node: ONNXModel.Node
    let inputs: [ONNXValue]
    private var unread: Set<String>

    init(_ node: ONNXModel.Node, _ inputs: [ONNXValue]) {
        self.node = node
        self.inputs = inputs
        unread = Set(node.attributes.keys)
    }

    /// The input at a place, `absent` where it is left out.
    subscript(_ index: Int) -> ONNXValue { index < inputs.count ? inputs[index] : .absent }

    /// Whether an optional input is there.
    func has(_ index: Int) -> Bool {
        if case .absent = self[index] { false } else { true }
    }

    /// The images, which must not have passed a softmax yet.
    func logits(_ index: Int = 0) throws -> ONNXFlow {
        let flow = try flow(index)
        guard flow.meaning == .logits else { throw ONNXRefusal("nothing of the kind may follow a softmax") }
        return flow
    }

    /// The images, as logits or probabilities.
    func flow(_ index: Int = 0) throws -> ONNXFlow {
        guard case .flow(let flow) = self[index] else {
            throw ONNXRefusal("input \(index + 1) should be the images, it is \(self[index].description)")
        }
        guard flow.padding == nil else { throw ONNXRefusal("a picture is padded for a convolution alone") }
        return flow
    }

    /// The step as it is without the zeros that stand around the picture, and those.
    func unpadded() -> (ONNXStep, Window.Padding?) {
        guard case .flow(var flow) = self[0], let padding = flow.padding else { return (self, nil) }
        flow.padding = nil
        return (ONNXStep(node, [.flow(flow)] + inputs.dropFirst()), padding)
    }

    /// An array that does not depend on the images.
    func constant(_ index: Int) throws -> Tensor {
        switch self[index] {
        case .constant(let tensor): return tensor
        case .sizes(let sizes):
            if let known = ONNXStep.known(sizes) { return Tensor(known.map { Int64($0) }, shape: [known.count]) }
        default: break
        }
        throw ONNXRefusal("input \(index + 1) should be an array of the file, it is \(self[index].description)")
    }

    /// A list of sizes; `nil` in it is the number of images.
    func sizes(_ index: Int) throws -> [Int?] {
        switch self[index] {
        case .sizes(let sizes): return sizes
        case .constant(let tensor) where tensor.shape.count <= 1:
            if let integers = tensor.integers() { return integers }
        default: break
        }
        throw ONNXRefusal("input \(index + 1) should be a list of integers, it is \(self[index].description)")
    }

    /// A list of integers that are all known.
    func integers(_ index: Int) throws -> [Int] {
        guard let integers = ONNXStep.known(try sizes(index)) else {
            throw ONNXRefusal("input \(index + 1) depends on the number of images")
        }
        return integers
    }

    /// The numbers of a list in which none is open.
    static func known(_ sizes: [Int?]) -> [Int]? {
        let known = sizes.compactMap { $0 }
        return known.count == sizes.count ? known : nil
    }
}

// Attributes.
extension ONNXStep {
    /// An integer, or what the standard takes where it is not given.
    mutating func int(_ name: String, _ standard: Int) throws -> Int { try optionalInt(name) ?? standard }

    /// An integer, or `nil` where it is not given.
    mutating func optionalInt(_ name: String) throws -> Int? {
        guard let attribute = read(name) else { return nil }
        guard case .int(let value) = attribute else { throw wrongKind(name, "an integer") }
        return value
    }

    /// A real number.
    mutating func float(_ name: String, _ standard: Float) throws -> Float {
        guard let attribute = read(name) else { return standard }
        guard case .float(let value) = attribute else { throw wrongKind(name, "a real number") }
        return value
    }

    /// Text.
    mutating func string(_ name: String, _ standard: String) throws -> String {
        guard let attribute = read(name) else { return standard }
        guard case .string(let value) = attribute else { throw wrongKind(name, "text") }
        return value
    }

    /// Integers, or `nil` where they are not given.
    mutating func ints(_ name: String) throws -> [Int]? {
        guard let attribute = read(name) else { return nil }
        // An empty list says nothing of its kind.
        if case .floats(let values) = attribute, values.isEmpty { return [] }
        guard case .ints(let values) = attribute else { throw wrongKind(name, "integers") }
        return values
    }

    /// Real numbers, or `nil` where they are not given.
    mutating func floats(_ name: String) throws -> [Float]? {
        guard let attribute = read(name) else { return nil }
        guard case .floats(let values) = attribute else { throw wrongKind(name, "real numbers") }
        return values
    }

    /// Any kind.
    mutating func read(_ name: String) -> ONNXAttribute? {
        unread.remove(name)
        return node.attributes[name]
    }

    /// Passes over attributes that say nothing about inference.
    mutating func ignore(_ names: String...) { unread.subtract(names) }

    /// Refuses another value than the one that is understood.
    mutating func expect(_ name: String, _ expected: Int, standard: Int) throws {
        let value = try int(name, standard)
        guard value == expected else { throw ONNXRefusal("\(name) is \(value), only \(expected) is read") }
    }

    /// Refuses attributes that no rule knows.
    func expectNothingElse() throws {
        guard let name = unread.min() else { return }
        throw ONNXRefusal("the attribute \(String(shown: name)) is not read")
    }

    private func wrongKind(_ name: String, _ expected: String) -> ONNXRefusal {
        ONNXRefusal("the attribute \(name) should be \(expected)")
    }
}
