import DigitNetwork

/// One layer as ``DigitNetwork/Network/architecture`` writes it, before it has weights.
enum LayerSpecification: Equatable {
    case dense(inputs: Int, outputs: Int)
    case conv2D(inputs: Int, outputs: Int, window: Window, isBiased: Bool)
    case batchNormalization(channels: Int, epsilon: Float, momentum: Float)
    /// A layer that has no weights, whole.
    case weightless(Layer)

    /// The layers, and the shape of a picture where the network takes one.
    typealias Architecture = (inputShape: [Int]?, layers: [LayerSpecification])

    /// Reads what ``DigitNetwork/Network/architecture`` writes; `nil` where it is anything else.
    static func parse(_ text: String) -> Architecture? {
        var parts = text.split(separator: ",", omittingEmptySubsequences: false)[...]
        var inputShape: [Int]?
        if let first = parts.first, first.hasPrefix("input ") {
            var words = Words(first.dropFirst("input ".count))
            guard let shape = words.sizes(3), words.isEmpty else { return nil }
            inputShape = shape
            parts = parts.dropFirst()
        }
        var layers: [LayerSpecification] = []
        for part in parts {
            var words = Words(part)
            guard let layer = parse(&words), words.isEmpty else { return nil }
            layers.append(layer)
        }
        return (inputShape, layers)
    }

    private static func parse(_ words: inout Words) -> LayerSpecification? {
        guard let name = words.next() else { return nil }
        switch name {
        case "dense":
            guard let inputs = words.integer(), let outputs = words.integer() else { return nil }
            return .dense(inputs: inputs, outputs: outputs)
        case "conv2D":
            guard let inputs = words.integer(), let outputs = words.integer(), let window = words.window() else {
                return nil
            }
            return .conv2D(inputs: inputs, outputs: outputs, window: window, isBiased: !words.skip("unbiased"))
        case "batchNormalization":
            guard let channels = words.integer(), let epsilon = words.number(), let momentum = words.number() else {
                return nil
            }
            return .batchNormalization(channels: channels, epsilon: epsilon, momentum: momentum)
        case "maxPool": return words.window().map { .weightless(.maxPool($0)) }
        case "averagePool":
            return words.window().map { .weightless(.averagePool($0, countsPadding: !words.skip("uncounted"))) }
        case "globalMaxPool": return .weightless(.globalMaxPool)
        case "globalAveragePool": return .weightless(.globalAveragePool)
        case "flatten": return .weightless(.flatten)
        case "dropout": return words.number().map { .weightless(.dropout($0)) }
        default: return Activation(rawValue: String(name)).map { .weightless(.activation($0)) }
        }
    }
}

extension Layer {
    /// The layer as ``LayerSpecification`` reads it.
    var specification: String {
        switch self {
        case .dense(let dense): "\(name) \(dense.inputs) \(dense.outputs)"
        case .conv2D(let convolution):
            "\(name) \(convolution.inputChannels) \(convolution.outputChannels) \(convolution.window.specification)"
                + (convolution.biases == nil ? " unbiased" : "")
        case .batchNormalization(let normalization):
            "\(name) \(normalization.channels) \(normalization.epsilon) \(normalization.momentum)"
        case .maxPool(let window): "\(name) \(window.specification)"
        case .averagePool(let window, let countsPadding):
            "\(name) \(window.specification)" + (countsPadding ? "" : " uncounted")
        case .dropout(let rate): "\(name) \(rate)"
        case .activation, .globalMaxPool, .globalAveragePool, .flatten: name
        }
    }
}

extension Window {
    /// `3x3`, `2x2 stride 2x2`, or `3x3 padding 1 1 1 1` with the border above, left, below and right.
    fileprivate var specification: String {
        let strides =
            verticalStride == 1 && horizontalStride == 1 ? "" : " stride \(verticalStride)x\(horizontalStride)"
        let borders = [padding.top, padding.left, padding.bottom, padding.right]
        let border = borders == [0, 0, 0, 0] ? "" : " padding " + borders.map(String.init).joined(separator: " ")
        return "\(height)x\(width)" + strides + border
    }
}

/// The words of one layer, taken one after the other.
private struct Words {
    private var words: ArraySlice<Substring>

    init(_ text: Substring) {
        words = text.split(separator: " ")[...]
    }

    var isEmpty: Bool { words.isEmpty }

    mutating func next() -> Substring? { words.popFirst() }

    mutating func integer() -> Int? { next().flatMap { Int($0) } }

    mutating func number() -> Float? { next().flatMap { Float($0) } }

    /// Takes the next word where it is this one.
    mutating func skip(_ word: String) -> Bool {
        guard let next = words.first, next == word else { return false }
        words.removeFirst()
        return true
    }

    /// `count` sizes in one word, such as `1x28x28`.
    mutating func sizes(_ count: Int) -> [Int]? {
        let sizes = next()?.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) } ?? []
        return sizes.count == count ? sizes : nil
    }

    mutating func window() -> Window? {
        guard let size = sizes(2) else { return nil }
        var strides = [1, 1]
        if skip("stride") {
            guard let found = sizes(2) else { return nil }
            strides = found
        }
        var padding = Window.Padding()
        if skip("padding") {
            guard let top = integer(), let left = integer(), let bottom = integer(), let right = integer() else {
                return nil
            }
            padding = Window.Padding(top: top, left: left, bottom: bottom, right: right)
        }
        return try? Window(
            height: size[0], width: size[1], verticalStride: strides[0], horizontalStride: strides[1],
            padding: padding)
    }
}
