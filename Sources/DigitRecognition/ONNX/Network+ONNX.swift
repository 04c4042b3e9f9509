public import DigitFormats
public import DigitNetwork

extension Network {
    /// Builds the network of a model of the Open Neural Network Exchange.
    ///
    /// The graph may take the images as [n, 784], [n, 1, 28, 28], [n, 28, 28, 1] or [n, 28, 28], any number at once or
    /// a fixed one. A softmax at its end, or its logarithm, is the network's own; without one, what comes out is taken
    /// for logits. Where the model is one of our own, its metadata say what its pixels are, and the options may not
    /// contradict them; where its input is of integers, they are the bytes of the picture.
    ///
    /// - Throws: ``ModelError`` of kind `unsuitable` with the node that has no place in a network; `NetworkError`.
    public init(_ model: ONNXModel, options: NetworkOptions = NetworkOptions()) throws {
        if let activation = options.activation {
            throw ModelError(
                .usage,
                "an ONNX model says itself what lies between its layers, not \(activation): leave the option out")
        }
        let isOfBytes = model.inputs.first?.elementType?.isFloatingPoint == false
        let inputRange = try InputRange.stored(in: model.metadata, options: options) ?? (isOfBytes ? .byte : .unit)
        self = try ONNXImporter.network(of: model, inputRange: inputRange)
    }

    /// The network as a model of the Open Neural Network Exchange, operator set 13.
    ///
    /// It takes `input`, [N, 784] or [N, C, H, W], the pixels in the range that the network expects, which the metadata's
    /// `input_range` and the input's description name; it gives `probabilities`, [N, classes].
    ///
    /// - Parameter metadata: Text by key to go with it.
    /// - Returns: The model, which `ONNX.encode` writes.
    public func onnx(metadata: [String: String] = [:]) -> ONNXModel {
        var exporter = ONNXExporter(self)
        for (index, layer) in layers.enumerated() { exporter.add(layer, number: index + 1) }
        return exporter.model(metadata: metadata)
    }
}

/// Builds the graph of a network, layer by layer.
struct ONNXExporter {
    /// The operator set that is written: that of ir version 8 and before, with today's softmax.
    static let operatorSet = 13

    private let network: Network
    private var nodes: [ONNXModel.Node] = []
    private var initializers: [TensorArchive.Entry] = []
    private var value = "input"

    init(_ network: Network) { self.network = network }

    /// Adds the operators that a layer is.
    mutating func add(_ layer: Layer, number: Int) {
        let name = "\(layer.name)\(number)"
        switch layer {
        case .dense(let dense):
            node(
                "Gemm", name,
                [
                    array("\(name).weight", dense.weights, [dense.inputs, dense.outputs]),
                    array("\(name).bias", dense.biases, [dense.outputs]),
                ])
        case .activation(.identity): node("Identity", name)
        case .activation(.sigmoid): node("Sigmoid", name)
        case .activation(.relu): node("Relu", name)
        case .activation(.tanh): node("Tanh", name)
        case .activation(.step):
            node("Greater", name + ".isPositive", [array("\(name).zero", [0], [])])
            node("Cast", name, attributes: ["to": .int(ElementType.float32.onnxNumber)])
        case .conv2D(let convolution):
            let window = convolution.window
            let shape = [convolution.outputChannels, convolution.inputChannels, window.height, window.width]
            var arrays = [array("\(name).weight", convolution.weights, shape)]
            if let biases = convolution.biases { arrays.append(array("\(name).bias", biases, [biases.count])) }
            node("Conv", name, arrays, attributes: attributes(window))
        case .batchNormalization(let normalization):
            let shape = [normalization.channels]
            node(
                "BatchNormalization", name,
                [
                    array("\(name).scale", normalization.scale, shape),
                    array("\(name).shift", normalization.shift, shape),
                    array("\(name).mean", normalization.mean, shape),
                    array("\(name).variance", normalization.variance, shape),
                ],
                // The standard counts the share that stays.
                attributes: [
                    "epsilon": .float(normalization.epsilon), "momentum": .float(1 - normalization.momentum),
                ])
        case .maxPool(let window): node("MaxPool", name, attributes: attributes(window))
        case .averagePool(let window, let countsPadding):
            var attributes = attributes(window)
            attributes["count_include_pad"] = .int(countsPadding ? 1 : 0)
            node("AveragePool", name, attributes: attributes)
        case .globalMaxPool, .globalAveragePool:
            node(layer == .globalMaxPool ? "GlobalMaxPool" : "GlobalAveragePool", name + ".picture")
            node("Flatten", name)
        case .flatten: node("Flatten", name)
        case .dropout(let rate): node("Dropout", name, [array("\(name).ratio", [rate], [])])
        }
    }

    /// The model, with a softmax at its end.
    mutating func model(metadata: [String: String]) -> ONNXModel {
        node("Softmax", "probabilities", attributes: ["axis": .int(-1)])
        var metadata = metadata
        metadata[ModelMetadata.Key.inputRange.rawValue] = network.inputRange.rawValue
        return ONNXModel(
            nodes: nodes, initializers: initializers,
            inputs: [
                ONNXModel.Value(
                    name: "input", elementType: .float32, shape: [nil] + network.inputShape,
                    description: "pixels, 0 for paper and 1 for ink, \(network.inputRange.formula)")
            ],
            outputs: [
                ONNXModel.Value(
                    name: "probabilities", elementType: .float32, shape: [nil, network.outputs],
                    description: "a probability a class")
            ], operatorSets: ["": Self.operatorSet], metadata: metadata)
    }

    private mutating func node(
        _ operation: String, _ name: String, _ arrays: [String] = [], attributes: [String: ONNXAttribute] = [:]
    ) {
        nodes.append(
            ONNXModel.Node(operation, name: name, inputs: [value] + arrays, outputs: [name], attributes: attributes))
        value = name
    }

    private mutating func array(_ name: String, _ values: [Float], _ shape: [Int]) -> String {
        initializers.append(TensorArchive.Entry(name: name, tensor: Tensor(values, shape: shape)))
        return name
    }

    private func attributes(_ window: Window) -> [String: ONNXAttribute] {
        let padding = window.padding
        return [
            "kernel_shape": .ints([window.height, window.width]),
            "strides": .ints([window.verticalStride, window.horizontalStride]),
            "pads": .ints([padding.top, padding.left, padding.bottom, padding.right]),
        ]
    }
}

extension InputRange {
    /// What is done to a pixel that is 0 for paper and 1 for ink.
    fileprivate var formula: String {
        switch self {
        case .unit: "as they are"
        case .byte: "times 255"
        case .signed: "less 0.5, divided by 0.5"
        case .standard: "less 0.1307, divided by 0.3081"
        }
    }
}
