import DigitFormats
import DigitNetwork

/// Graphs small enough to calculate by hand: two weights a class see the first two pixels, all others count nothing.
enum ONNXGraph {
    /// [784, 2]: 1 and 2 for the first pixel, 10 and 20 for the second.
    static let weights = Tensor([1, 2, 10, 20] + [Float](repeating: 0, count: 1564), shape: [784, 2])

    /// One image whose first pixels are 255 and 51, or 1 and 0.2; times ``weights``, that is 3 and 6.
    static let image: [UInt8] = [255, 51] + [UInt8](repeating: 0, count: 782)

    /// What a network gives for ``image``.
    static func logits(_ network: Network) -> [Float] {
        let pixels = image
        return network.logits(pixels.span)
    }

    /// A node with a name, so that an error can be told.
    static func node(
        _ operation: String, _ inputs: [String], _ output: String = "y", domain: String = "",
        set attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXModel.Node {
        ONNXModel.Node(
            operation, domain: domain, name: output, inputs: inputs, outputs: [output], attributes: attributes)
    }

    /// The product with ``weights``.
    static func product(_ input: String = "x", _ output: String = "y") -> ONNXModel.Node {
        node("MatMul", [input, "w"], output)
    }

    /// A model from `x` to `y` with ``weights`` as `w`.
    static func model(
        _ nodes: [ONNXModel.Node], arrays: [String: Tensor] = [:], input: [Int?] = [nil, 784], operatorSet: Int = 17,
        outputs: [String] = ["y"]
    ) -> ONNXModel {
        let all = arrays.merging(["w": weights]) { given, _ in given }
        return ONNXModel(
            nodes: nodes,
            initializers: all.sorted { $0.key < $1.key }.map { TensorArchive.Entry(name: $0.key, tensor: $0.value) },
            inputs: [.init(name: "x", elementType: .float32, shape: input)],
            outputs: outputs.map { .init(name: $0, elementType: .float32, shape: nil) },
            operatorSets: ["": operatorSet, "ai.onnx.ml": 3])
    }

    /// Real numbers of a shape.
    static func floats(_ values: Float..., shape: [Int]) -> Tensor { Tensor(values, shape: shape) }

    /// A list of integers.
    static func list(_ values: Int...) -> Tensor { Tensor(values.map { Int64($0) }, shape: [values.count]) }
}
