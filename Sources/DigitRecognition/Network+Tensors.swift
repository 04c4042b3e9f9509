public import DigitFormats
public import DigitNetwork

extension Network {
    /// Builds a network from arrays named `W1`, `b1` to `Wn`, `bn`, as the book names them.
    ///
    /// `Wi` has the shape `[inputs, outputs]` and `bi` the shape `[outputs]` or `[1, outputs]`, of real numbers. The
    /// activation stands between the layers and not after the last one. Where the archive is one of our own files, its
    /// metadata decides, and the options may not contradict it.
    ///
    /// - Throws: ``ModelError`` of kind `unsuitable` with the keys and shapes found and expected; `NetworkError` where
    ///   the layers do not chain or a weight is not finite.
    public init(_ archive: TensorArchive, options: NetworkOptions = NetworkOptions()) throws {
        let dense = try Self.denseLayers(in: archive)
        var inputRange = options.inputRange ?? .unit
        if let stored = archive.metadata[ModelMetadata.Key.inputRange.rawValue] {
            guard let range = InputRange(rawValue: stored) else {
                let known = InputRange.allCases.map(\.rawValue).joined(separator: ", ")
                throw ModelError(
                    .unsuitable, "the file's input range is \"\(String(shown: stored))\", expected one of \(known)")
            }
            try Self.check(options.inputRange, against: range, "input range")
            inputRange = range
        }
        var layers: [Layer] = []
        if let architecture = archive.metadata[ModelMetadata.Key.architecture.rawValue] {
            layers = try Self.layers(architecture, dense: dense, options: options)
        } else {
            for (index, layer) in dense.enumerated() {
                if index > 0 { layers.append(.activation(options.activation ?? .sigmoid)) }
                layers.append(.dense(layer))
            }
        }
        try self.init(inputs: dense[0].inputs, inputRange: inputRange, layers: layers)
    }

    /// The dense layers as arrays named `W1`, `b1` to `Wn`, `bn`.
    public var tensors: [TensorArchive.Entry] {
        denseLayers.enumerated().flatMap { index, layer in
            [
                TensorArchive.Entry(
                    name: "W\(index + 1)", tensor: Tensor(layer.weights, shape: [layer.inputs, layer.outputs])),
                TensorArchive.Entry(name: "b\(index + 1)", tensor: Tensor(layer.biases, shape: [layer.outputs])),
            ]
        }
    }

    /// The dense layers `1...n` in order, each array checked for its kind and shape.
    private static func denseLayers(in archive: TensorArchive) throws -> [Dense] {
        func refusal(_ detail: String) -> ModelError {
            ModelError(
                .unsuitable,
                "expected arrays W1 [784, …], b1 […] to Wn, bn of real numbers; \(detail); found \(archive.inventory)")
        }
        let names = Set(archive.names)
        if archive.isImageDataset {
            throw refusal("these are images and labels, a data set rather than weights: give it as --dataset")
        }
        var depth = 0
        while names.contains("W\(depth + 1)") || names.contains("b\(depth + 1)") { depth += 1 }
        guard depth > 0 else { throw refusal("there is no W1") }
        let expected = Set((1...depth).flatMap { ["W\($0)", "b\($0)"] })
        if let missing = expected.subtracting(names).min() { throw refusal("\(missing) is missing") }
        if let extra = names.subtracting(expected).min() { throw refusal("\(String(shown: extra)) is not one of them") }
        return try (1...depth).map { index in
            guard let weights = archive["W\(index)"], let biases = archive["b\(index)"] else {
                throw refusal("layer \(index) is incomplete")
            }
            guard weights.elementType.isFloatingPoint, biases.elementType.isFloatingPoint else {
                throw refusal("layer \(index) is not of real numbers")
            }
            guard weights.shape.count == 2 else {
                throw refusal("W\(index) has \(weights.shape.count) dimensions, a dense layer has 2")
            }
            let outputs = weights.shape[1]
            guard biases.shape == [outputs] || biases.shape == [1, outputs] else {
                throw refusal("b\(index) should have the shape [\(outputs)]")
            }
            return try Dense(
                inputs: weights.shape[0], outputs: outputs, weights: weights.floats(), biases: biases.floats())
        }
    }

    /// The layers that our own file's metadata declares, with its weights.
    private static func layers(_ architecture: String, dense: [Dense], options: NetworkOptions) throws -> [Layer] {
        guard let declared = LayerSpecification.parse(architecture) else {
            throw ModelError(
                .unsuitable,
                "the file's architecture is \"\(String(shown: architecture))\", expected layers such as dense 784 50 or sigmoid"
            )
        }
        var remaining = dense[...]
        let layers: [Layer] = try declared.map { layer in
            switch layer {
            case .activation(let activation):
                try check(options.activation, against: activation, "activation")
                return .activation(activation)
            case .dense(let inputs, let outputs):
                guard let next = remaining.popFirst(), next.inputs == inputs, next.outputs == outputs else {
                    throw ModelError(
                        .unsuitable, "the file declares \"\(architecture)\", its weights have other shapes: \(shapes)")
                }
                return .dense(next)
            }
        }
        var shapes: String { dense.map { "\($0.inputs)x\($0.outputs)" }.joined(separator: ", ") }
        guard remaining.isEmpty else {
            throw ModelError(
                .unsuitable, "the file declares \"\(architecture)\", its weights have more layers: \(shapes)")
        }
        return layers
    }

    /// An option may repeat what a file says of itself, not contradict it.
    private static func check<Value: Equatable & RawRepresentable<String>>(
        _ option: Value?, against stored: Value, _ name: String
    ) throws {
        guard let option, option != stored else { return }
        throw ModelError(
            .usage, "the file's own \(name) is \(stored.rawValue), not \(option.rawValue): leave the option out")
    }
}

extension TensorArchive {
    /// The keys with types and shapes, for an error: `W1 float32 [784, 50], b1 float32 [50]`.
    var inventory: String {
        let shown = 12
        let list = entries.prefix(shown).map {
            "\(String(shown: $0.name)) \($0.tensor.elementType.rawValue) \($0.tensor.shape)"
        }
        let rest = entries.count > shown ? " and \(entries.count - shown) more" : ""
        return list.isEmpty ? "nothing" : list.joined(separator: ", ") + rest
    }

    /// Whether these are the arrays of the book's `mnist.pkl` or Keras's `mnist.npz`.
    var isImageDataset: Bool {
        names.contains("train_img") || names.contains("x_train")
    }
}
