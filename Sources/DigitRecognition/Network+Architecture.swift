import DigitFormats
public import DigitNetwork

extension Network {
    /// The layers in one line, as files of ours store them: `dense 784 50, sigmoid, dense 50 10`.
    ///
    /// A network of pictures begins with their shape: `input 1x28x28, conv2D 1 32 3x3 padding 1 1 1 1, relu, …`.
    public var architecture: String {
        let input = inputShape.count == 1 ? [] : ["input " + inputShape.map(String.init).joined(separator: "x")]
        return (input + layers.map(\.specification)).joined(separator: ", ")
    }

    /// A name for people, with the sizes of the layers and what lies between them: `784-50-10 sigmoid`, or
    /// `1x28x28 conv 8-16 dense 10 relu`.
    public var shortDescription: String {
        var convolutions: [String] = []
        var dense: [String] = []
        var activations: [String] = []
        for layer in layers {
            switch layer {
            case .conv2D(let layer): convolutions.append(String(layer.outputChannels))
            case .dense(let layer): dense.append(String(layer.outputs))
            case .activation(let activation) where !activations.contains(activation.rawValue):
                activations.append(activation.rawValue)
            default: continue
            }
        }
        let sizes =
            convolutions.isEmpty
            ? [([String(inputs)] + dense).joined(separator: "-")]
            : [inputShape.map(String.init).joined(separator: "x"), "conv " + convolutions.joined(separator: "-")]
                + (dense.isEmpty ? [] : ["dense " + dense.joined(separator: "-")])
        return (sizes + (activations.isEmpty ? [] : [activations.joined(separator: ", ")])).joined(separator: " ")
    }

    /// Whether a file without metadata is read as this very network, dropout excepted, which does nothing in prediction.
    ///
    /// - Parameter options: What whoever reads the file says of it.
    /// - Returns: Whether arrays alone, with the options, give the same layers and weights.
    package func isRead(withoutMetadata options: NetworkOptions) -> Bool {
        guard let read = try? Network(TensorArchive(tensors), options: options) else { return false }
        let predicting = layers.filter { if case .dropout = $0 { false } else { true } }
        return read.inputShape == inputShape && read.inputRange == inputRange && read.layers == predicting
    }

    /// What has to be said of a file of this network that has no metadata, as far as it can be said.
    package var optionsWithoutMetadata: NetworkOptions {
        let activation = layers.lazy.compactMap { layer in
            if case .activation(let activation) = layer { activation } else { nil }
        }.first
        return NetworkOptions(activation: activation, inputRange: inputRange)
    }
}
