import DigitFormats
public import DigitNetwork

extension Network {
    /// The layers in one line, as files of ours store them: `dense 784 50, sigmoid, dense 50 10`.
    public var architecture: String {
        layers.map { layer in
            switch layer {
            case .dense(let dense): "dense \(dense.inputs) \(dense.outputs)"
            default: layer.name
            }
        }.joined(separator: ", ")
    }

    /// A name for people, with the sizes of the dense layers and what lies between them: `784-50-10 sigmoid`.
    public var shortDescription: String {
        let sizes = [inputs] + denseLayers.map(\.outputs)
        var activations: [String] = []
        for case .activation(let activation) in layers where !activations.contains(activation.rawValue) {
            activations.append(activation.rawValue)
        }
        return sizes.map(String.init).joined(separator: "-") + (activations.isEmpty ? "" : " ")
            + activations.joined(separator: ", ")
    }

    /// Whether a file without metadata would be read as this very network: sigmoid between dense layers, pixels 0...1.
    package var isWhatAnUnmarkedFileMeans: Bool {
        let dense = denseLayers.map(Layer.dense)
        let expected = dense.dropFirst().reduce(into: Array(dense.prefix(1))) { layers, layer in
            layers += [.activation(.sigmoid), layer]
        }
        return inputRange == .unit && layers == expected
    }

    /// The dense layers in order.
    var denseLayers: [Dense] {
        layers.compactMap { layer in
            if case .dense(let dense) = layer { dense } else { nil }
        }
    }
}

/// One layer as ``Network/architecture`` writes it, before it has weights.
enum LayerSpecification: Equatable {
    case dense(inputs: Int, outputs: Int)
    case activation(Activation)

    /// Reads what ``Network/architecture`` writes; `nil` where it is anything else.
    static func parse(_ text: String) -> [LayerSpecification]? {
        var layers: [LayerSpecification] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: " ")
            if words.count == 3, words[0] == "dense", let inputs = Int(words[1]), let outputs = Int(words[2]) {
                layers.append(.dense(inputs: inputs, outputs: outputs))
            } else if words.count == 1, let activation = Activation(rawValue: String(words[0])) {
                layers.append(.activation(activation))
            } else {
                return nil
            }
        }
        return layers
    }
}
