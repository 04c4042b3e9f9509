public import DigitFormats
public import DigitNetwork

extension Network {
    /// Builds a network from named arrays.
    ///
    /// Where the archive is one of our own files, its metadata declares the layers, and the options may not contradict
    /// it; the arrays are named as ``tensors`` names them. Other files say nothing of the layers:
    ///
    /// - Arrays `W1`, `b1` to `Wn`, `bn`, as the book names them, are dense layers, with the activation between them and
    ///   not after the last one. `Wi` has the shape `[inputs, outputs]` and `bi` the shape `[outputs]` or `[1, outputs]`,
    ///   of real numbers.
    /// - Arrays named as PyTorch's `state_dict` names them are taken in the order of the model. Where they are dense
    ///   layers, the options must say which activation stands between them.
    /// - Where there are convolutions, the network must be one that its shapes are known by: the convolutional networks
    ///   of the book's chapters 7 and 8, those that `digits train` makes, and PyTorch's examples for MNIST.
    ///
    /// - Throws: ``ModelError`` of kind `unsuitable` with the keys and shapes found and expected; `NetworkError` where
    ///   the layers do not chain or a weight is not finite.
    public init(_ archive: TensorArchive, options: NetworkOptions = NetworkOptions()) throws {
        let inputRange = try InputRange.stored(in: archive.metadata, options: options)
        if let architecture = archive.metadata[ModelMetadata.Key.architecture.rawValue] {
            let (inputShape, layers) = try DeclaredLayers.read(architecture, archive, options)
            try self.init(inputShape: inputShape, inputRange: inputRange ?? .unit, layers: layers)
        } else {
            let isOfPyTorch = TorchNames.areIn(archive)
            let arrays = isOfPyTorch ? try TorchNames.translated(archive) : archive
            if let known = KnownNetwork(shapesOf: arrays) {
                let (inputShape, layers) = try known.layers(arrays, options, isOfPyTorch: isOfPyTorch)
                try self.init(inputShape: inputShape, inputRange: inputRange ?? known.inputRange, layers: layers)
            } else {
                if !DenseLayers.areAll(in: arrays) { throw KnownNetwork.refusal(archive) }
                let layers = try DenseLayers.layers(arrays, options, isOfPyTorch: isOfPyTorch)
                try self.init(inputs: layers.inputs, inputRange: inputRange ?? .unit, layers: layers.layers)
            }
        }
    }

    /// The weights as named arrays, as the book names them.
    ///
    /// `W1`, `b1` and following are the convolutions (`[outputs, inputs, height, width]`) and dense layers
    /// (`[inputs, outputs]`), counted together; `gamma1`, `beta1`, `mean1`, `variance1` and following the
    /// normalisations (`[channels]`), counted among themselves. A convolution without biases has no `b`.
    public var tensors: [TensorArchive.Entry] {
        var entries: [TensorArchive.Entry] = []
        func add(_ name: String, _ values: [Float], _ shape: [Int]) {
            entries.append(TensorArchive.Entry(name: name, tensor: Tensor(values, shape: shape)))
        }
        var (weighted, normalised) = (0, 0)
        for layer in layers {
            switch layer {
            case .dense(let dense):
                weighted += 1
                add("W\(weighted)", dense.weights, [dense.inputs, dense.outputs])
                add("b\(weighted)", dense.biases, [dense.outputs])
            case .conv2D(let convolution):
                weighted += 1
                let window = convolution.window
                add(
                    "W\(weighted)", convolution.weights,
                    [convolution.outputChannels, convolution.inputChannels, window.height, window.width])
                if let biases = convolution.biases { add("b\(weighted)", biases, [biases.count]) }
            case .batchNormalization(let normalization):
                normalised += 1
                let shape = [normalization.channels]
                add("gamma\(normalised)", normalization.scale, shape)
                add("beta\(normalised)", normalization.shift, shape)
                add("mean\(normalised)", normalization.mean, shape)
                add("variance\(normalised)", normalization.variance, shape)
            default: continue
            }
        }
        return entries
    }
}

extension InputRange {
    /// The range that a file's metadata name, which the options may not contradict; else theirs, which may be none.
    static func stored(in metadata: [String: String], options: NetworkOptions) throws -> InputRange? {
        guard let stored = metadata[ModelMetadata.Key.inputRange.rawValue] else { return options.inputRange }
        guard let range = InputRange(rawValue: stored) else {
            let known = allCases.map(\.rawValue).joined(separator: ", ")
            throw ModelError(
                .unsuitable, "the file's input range is \"\(String(shown: stored))\", expected one of \(known)")
        }
        try options.inputRange?.check(against: range, "input range")
        return range
    }
}

extension RawRepresentable<String> where Self: Equatable {
    /// An option may repeat what a file says of itself, not contradict it.
    func check(against stored: Self, _ name: String) throws {
        guard self != stored else { return }
        throw ModelError(.usage, "the file's own \(name) is \(stored.rawValue), not \(rawValue): leave the option out")
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
