import DigitFormats
import DigitNetwork

/// The convolutional networks that are known by the shapes of their arrays, for files that say nothing of their layers.
///
/// Activations, poolings and paddings have no arrays: they come from where each network was published.
enum KnownNetwork: CaseIterable {
    /// The book's chapter 7, `ch07/simple_convnet.py`: a convolution without padding, with any number of filters and
    /// hidden values, 30 and 100 in the book's own file.
    case simpleConvNet
    /// The book's chapter 8, `ch08/deep_convnet.py`.
    case deepConvNet
    /// `digits train --architecture cnn`.
    case cnn
    /// `digits train --architecture cnn-small`.
    case cnnSmall
    /// `digits train --architecture digit-check`.
    case digitCheck
    /// PyTorch's example `mnist/main.py`, since 2019.
    case pyTorchExample
    /// The same of 2018: LeNet's sizes.
    case pyTorchExampleOf2018
    /// The same before 2018, which many tutorials still have.
    case pyTorchExampleOf2017

    /// The shapes of `W1` and following.
    private typealias Shapes = [[Int]]

    /// The network whose shapes the arrays have, named as ``DigitNetwork/Network/tensors`` names them; any number of
    /// classes will do.
    init?(shapesOf archive: TensorArchive) {
        let shapes = Self.weightShapes(archive)
        let normalised = archive.names.filter { $0.hasPrefix("gamma") }.count
        guard let first = shapes.first, first.count == 4, let classes = shapes.last?.last else { return nil }
        let match = Self.allCases.first { known in
            guard let declared = LayerSpecification.parse(known.architecture(first: first, shapes, classes)) else {
                return false
            }
            var expected: Shapes = []
            var normalisations = 0
            for layer in declared.layers {
                switch layer {
                case .dense(let inputs, let outputs): expected.append([inputs, outputs])
                case .conv2D(let inputs, let outputs, let window, _):
                    expected.append([outputs, inputs, window.height, window.width])
                case .batchNormalization: normalisations += 1
                case .weightless: continue
                }
            }
            // None at all: they were taken into the convolutions, as is done for prediction.
            return expected == shapes && (normalisations == normalised || normalised == 0)
        }
        guard let match else { return nil }
        self = match
    }

    /// The range that the network's pixels are in where nobody says: the examples of PyTorch have mean 0 and deviation 1.
    var inputRange: InputRange {
        switch self {
        case .pyTorchExample, .pyTorchExampleOf2018, .pyTorchExampleOf2017: .standard
        case .simpleConvNet, .deepConvNet, .cnn, .cnnSmall, .digitCheck: .unit
        }
    }

    /// The layers, filled with the arrays.
    ///
    /// - Throws: ``ModelError``: `usage` where the option names another activation, `unsuitable` where biases or
    ///   normalisations have other shapes; `NetworkError` where a weight is not finite.
    func layers(
        _ archive: TensorArchive, _ options: NetworkOptions, isOfPyTorch: Bool
    ) throws -> (inputShape: [Int], layers: [Layer]) {
        if let activation = options.activation, activation != .relu {
            throw ModelError(
                .usage,
                "networks of these shapes have the activation relu, not \(activation.rawValue): "
                    + "leave the option out, or export the model to ONNX")
        }
        let shapes = Self.weightShapes(archive)
        var text = architecture(first: shapes[0], shapes, shapes[shapes.count - 1][1])
        text = Self.fitted(text, to: archive)
        var (inputShape, layers) = try DeclaredLayers.read(
            text, archive, NetworkOptions(), source: "by its shapes, the network is")
        if self == .deepConvNet, !isOfPyTorch, case .dense(let last) = layers[layers.count - 1] {
            layers[layers.count - 1] = .dense(try last.halvedByDropout())
        }
        return (inputShape, layers)
    }

    /// A network that cannot be recognised, or has a module that is none of the known ones.
    static func refusal(_ archive: TensorArchive, unknown module: String? = nil) -> ModelError {
        let reason =
            module.map { "\"\(String(shown: $0))\" is no linear layer, convolution or batch normalisation" }
            ?? "its layers are none of those that are known by their shapes"
        return ModelError(
            .unsuitable,
            "\(reason): export the model to ONNX, which says what the layers are; found \(archive.inventory)")
    }

    private static func weightShapes(_ archive: TensorArchive) -> Shapes {
        var shapes: Shapes = []
        while let weights = archive["W\(shapes.count + 1)"] { shapes.append(weights.shape) }
        return shapes
    }

    /// The layers in one line, with a bias in each convolution.
    private func architecture(first: [Int], _ shapes: Shapes, _ classes: Int) -> String {
        let input = "input 1x28x28, "
        let pool = "maxPool 2x2 stride 2x2, "
        func convolution(_ inputs: Int, _ outputs: Int, _ size: Int, padding: Int = 0) -> String {
            let border = padding == 0 ? "" : " padding" + String(repeating: " \(padding)", count: 4)
            return "conv2D \(inputs) \(outputs) \(size)x\(size)\(border), relu, "
        }
        func dense(_ inputs: Int, _ hidden: Int) -> String {
            "flatten, dense \(inputs) \(hidden), relu, dense \(hidden) \(classes)"
        }
        switch self {
        case .simpleConvNet:
            let (filters, size) = (first[0], first[2])
            guard (1...28).contains(size), size % 2 == 1, shapes.count == 3, shapes[1].count == 2,
                (1...Conv2D.largestChannelCount).contains(filters)
            else { return "" }
            let side = (29 - size) / 2
            return input + convolution(1, filters, size) + pool + dense(filters * side * side, shapes[1][1])
        case .deepConvNet:
            return input + convolution(1, 16, 3, padding: 1) + convolution(16, 16, 3, padding: 1) + pool
                + convolution(16, 32, 3, padding: 1) + convolution(32, 32, 3, padding: 2) + pool
                + convolution(32, 64, 3, padding: 1) + convolution(64, 64, 3, padding: 1) + pool + dense(1024, 50)
        case .cnn: return Self.trainedLarge + String(classes)
        case .cnnSmall: return Self.trainedSmall + String(classes)
        case .digitCheck: return Self.trainedCheck + String(classes)
        case .pyTorchExample:
            return input + convolution(1, 32, 3) + convolution(32, 64, 3) + pool + dense(9216, 128)
        case .pyTorchExampleOf2018:
            return input + convolution(1, 20, 5) + pool + convolution(20, 50, 5) + pool + dense(800, 500)
        case .pyTorchExampleOf2017:
            return input + convolution(1, 10, 5) + pool + convolution(10, 20, 5) + pool + dense(320, 50)
        }
    }

    /// What `digits train` makes, up to the number of classes, which is the last word.
    private static let trainedLarge = trained(.cnn)
    private static let trainedSmall = trained(.cnnSmall)
    private static let trainedCheck = trained(.digitCheck)

    private static func trained(_ architecture: Network.ConvolutionalArchitecture) -> String {
        guard let network = try? Network.initialised(architecture, classes: 1, seed: 0) else { return "" }
        return String(network.architecture.dropLast())
    }

    /// The same layers, with normalisations and the convolutions' biases only where the archive has them.
    private static func fitted(_ architecture: String, to archive: TensorArchive) -> String {
        var weighted = 0
        let isNormalised = archive["gamma1"] != nil
        return architecture.split(separator: ", ").compactMap { layer in
            if layer.hasPrefix("dense") || layer.hasPrefix("conv2D") { weighted += 1 }
            if layer.hasPrefix("batchNormalization"), !isNormalised { return nil }
            guard layer.hasPrefix("conv2D") else { return String(layer) }
            let plain = layer.hasSuffix(" unbiased") ? layer.dropLast(" unbiased".count) : layer
            return plain + (archive["b\(weighted)"] == nil ? " unbiased" : "")
        }.joined(separator: ", ")
    }
}

extension Dense {
    /// The last layer of the book's deep network, between two dropouts of one half.
    ///
    /// The book's dropout (`common/layers.py`) leaves the values in training as they are and halves them in prediction;
    /// everybody else's makes them larger in training. y = ((x / 2) W + b) / 2, exactly: halving is no rounding.
    fileprivate func halvedByDropout() throws -> Dense {
        try Dense(
            inputs: inputs, outputs: outputs, weights: weights.map { $0 * 0.25 }, biases: biases.map { $0 * 0.5 })
    }
}
