import DigitFormats

extension ONNXImporter {
    func constant(_ step: inout ONNXStep) throws -> Tensor {
        guard let (name, attribute) = step.node.attributes.first, step.node.attributes.count == 1 else {
            throw ONNXRefusal("it should have one value")
        }
        _ = step.read(name)
        switch (name, attribute) {
        case ("value", .tensor(let tensor)): return tensor
        case ("value_float", .float(let value)): return Tensor([value], shape: [])
        case ("value_int", .int(let value)): return Tensor([Int64(value)], shape: [])
        case ("value_floats", .floats(let values)): return Tensor(values, shape: [values.count])
        case ("value_ints", .ints(let values)): return Tensor(values.map { Int64($0) }, shape: [values.count])
        default: throw ONNXRefusal("the attribute \(String(shown: name)) is not read")
        }
    }

    /// An array of one number, 0 where it is not given.
    mutating func filled(_ step: inout ONNXStep) throws -> Tensor {
        var value = Tensor([0] as [Float], shape: [1])
        if case .tensor(let given) = step.read("value") { value = given }
        let shape = try step.integers(0)
        let count = shape.count(limit: Self.maximumFilledCount)
        guard value.count == 1, shape.allSatisfy({ $0 >= 0 }), count <= Self.maximumFilledCount else {
            throw ONNXRefusal("it should make at most \(Self.maximumFilledCount) numbers of one, its shape is \(shape)")
        }
        return try Tensor(
            elementType: value.elementType, shape: shape,
            bytes: Array((0..<count).lazy.map { _ in value.bytes }.joined()))
    }

    /// Another type: between real numbers nothing happens to the images.
    mutating func cast(_ step: inout ONNXStep) throws -> ONNXValue {
        step.ignore("saturate", "round_mode")
        let number = try step.int("to", 0)
        guard let type = ElementType(onnxNumber: number) else { throw ONNXRefusal("type \(number) is not read") }
        switch step[0] {
        case .flow(let flow):
            guard type.isFloatingPoint else { throw ONNXRefusal("it makes \(type) of the images") }
            return .flow(flow)
        case .sizes where type == .int64 || type == .int32: return step[0]
        default:
            let tensor = try step.constant(0)
            try spend(tensor.count)
            if type.isFloatingPoint { return .constant(Tensor(tensor.floats(), shape: tensor.shape)) }
            guard type == .int64 || type == .int32, tensor.elementType.isFloatingPoint || tensor.integers() != nil
            else {
                throw ONNXRefusal("it makes \(type) of \(tensor.elementType)")
            }
            let integers = tensor.integers() ?? tensor.floats().map { Int(exactly: $0.rounded(.towardZero)) ?? 0 }
            return .constant(Tensor(integers.map { Int64($0) }, shape: tensor.shape))
        }
    }
}
