import DigitFormats
import DigitNetwork

/// The layers that our own file's metadata declares, or that shapes are known by, filled with the arrays of the file.
struct DeclaredLayers {
    private let source: String
    private let architecture: String
    private let archive: TensorArchive
    private var weighted = 0
    private var normalised = 0
    private var used: Set<String> = []

    private init(_ architecture: String, _ archive: TensorArchive, source: String) {
        self.source = source
        self.architecture = architecture
        self.archive = archive
    }

    /// Reads the layers, each array checked for its kind and shape, none left over.
    ///
    /// - Parameters:
    ///   - architecture: The layers in one line.
    ///   - archive: The arrays, named as ``DigitNetwork/Network/tensors`` names them.
    ///   - options: What the file does not say, which may repeat what it says.
    ///   - source: Who declares the layers, as an error begins.
    /// - Returns: What an image is, and the layers.
    /// - Throws: ``ModelError``: `unsuitable` where text and arrays do not go together, `usage` where the option
    ///   contradicts the file; `NetworkError` where a weight is not finite.
    static func read(
        _ architecture: String, _ archive: TensorArchive, _ options: NetworkOptions,
        source: String = "the file declares"
    ) throws -> (inputShape: [Int], layers: [Layer]) {
        guard let declared = LayerSpecification.parse(architecture) else {
            throw ModelError(
                .unsuitable,
                "the file's architecture is \"\(String(shown: architecture))\", expected layers such as dense 784 50 or sigmoid"
            )
        }
        var reader = DeclaredLayers(architecture, archive, source: source)
        var layers: [Layer] = []
        var inputShape = declared.inputShape
        for specification in declared.layers {
            if case .weightless(.activation(let stored)) = specification {
                try options.activation?.check(against: stored, "activation")
            }
            if case .dense(let inputs, _) = specification, inputShape == nil { inputShape = [inputs] }
            layers.append(try reader.layer(specification))
        }
        if let extra = archive.names.first(where: { !reader.used.contains($0) }) {
            throw reader.refusal("has no place for \(String(shown: extra))")
        }
        guard let inputShape else { throw reader.refusal("has no dense layer and no input") }
        return (inputShape, layers)
    }

    private mutating func layer(_ specification: LayerSpecification) throws -> Layer {
        switch specification {
        case .weightless(let layer): return layer
        case .dense(let inputs, let outputs):
            weighted += 1
            return .dense(
                try Dense(
                    inputs: inputs, outputs: outputs, weights: array("W\(weighted)", [inputs, outputs]),
                    biases: array("b\(weighted)", [outputs])))
        case .conv2D(let inputs, let outputs, let window, let isBiased):
            weighted += 1
            return .conv2D(
                try Conv2D(
                    inputChannels: inputs, outputChannels: outputs, window: window,
                    weights: array("W\(weighted)", [outputs, inputs, window.height, window.width]),
                    biases: isBiased ? array("b\(weighted)", [outputs]) : nil))
        case .batchNormalization(let channels, let epsilon, let momentum):
            normalised += 1
            return .batchNormalization(
                try BatchNormalization(
                    scale: array("gamma\(normalised)", [channels]), shift: array("beta\(normalised)", [channels]),
                    mean: array("mean\(normalised)", [channels]),
                    variance: array("variance\(normalised)", [channels]), epsilon: epsilon, momentum: momentum))
        }
    }

    /// The values of an array of real numbers that has this shape.
    private mutating func array(_ name: String, _ shape: [Int]) throws -> [Float] {
        guard let tensor = archive[name] else { throw refusal("takes \(name) \(shape), which is missing") }
        guard tensor.elementType.isFloatingPoint, tensor.shape == shape else {
            throw refusal("takes \(name) \(shape) of real numbers")
        }
        used.insert(name)
        return tensor.floats()
    }

    private func refusal(_ detail: String) -> ModelError {
        ModelError(
            .unsuitable,
            "\(source) \"\(String(shown: architecture))\", which \(detail); found \(archive.inventory)")
    }
}
