#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A number that the plain reference can calculate with: `Float` as the network does, `Double` as the yardstick.
package protocol ReferenceNumber: BinaryFloatingPoint {
    static func exponential(_ x: Self) -> Self
    static func logarithm(_ x: Self) -> Self
    static func hyperbolicTangent(_ x: Self) -> Self
}

extension Float: ReferenceNumber {
    package static func exponential(_ x: Float) -> Float { exp(x) }
    package static func logarithm(_ x: Float) -> Float { log(x) }
    package static func hyperbolicTangent(_ x: Float) -> Float { tanh(x) }
}

extension Double: ReferenceNumber {
    package static func exponential(_ x: Double) -> Double { exp(x) }
    package static func logarithm(_ x: Double) -> Double { log(x) }
    package static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
}

/// Every layer in its plainest form, one number at a time: the oracle of the tests, kept for good.
///
/// It does not care for speed, and shares no code with the layers that do. In `Float` it gives the same bits as they
/// do; in `Double` it shows how far those are from the truth.
package enum Reference {
    /// One image, [C, H, W] where it is a picture, through all layers.
    package static func logits<Number: ReferenceNumber>(_ network: Network, _ image: [Number]) -> [Number] {
        logits(network, images: [image], training: false)[0]
    }

    /// Several images through all layers, one layer after the other.
    ///
    /// Where `training`, a normalisation takes its means from these images.
    package static func logits<Number: ReferenceNumber>(
        _ network: Network, images: [[Number]], training: Bool
    ) -> [[Number]] {
        var batch = images
        for (index, layer) in network.layers.enumerated() {
            let (input, output) = (network.inputShape(of: index), network.shapes[index])
            switch layer {
            case .dense(let dense): batch = batch.map { self.dense(dense, $0) }
            case .activation(let function): batch = batch.map { $0.map { activation(function, $0) } }
            case .conv2D(let layer): batch = batch.map { convolution(layer, $0, input: input, output: output) }
            case .batchNormalization(let layer):
                batch = training ? normalization(layer, batch: batch) : batch.map { normalization(layer, $0) }
            case .maxPool(let window):
                batch = batch.map { pooled($0, window, input: input, output: output) { $0.max() ?? 0 } }
            case .averagePool(let window, let countsPadding):
                batch = batch.map { image in
                    pooled(image, window, input: input, output: output) { covered in
                        let count = countsPadding ? window.height * window.width : covered.count
                        return covered.reduce(0, +) / Number(count)
                    }
                }
            case .globalMaxPool: batch = batch.map { channels($0, input[0]).map { $0.max() ?? 0 } }
            case .globalAveragePool:
                batch = batch.map { channels($0, input[0]).map { $0.reduce(0, +) / Number($0.count) } }
            case .flatten, .dropout: break
            }
        }
        return batch
    }

    /// y[o] = b[o] + sum over i of x[i] W[i, o].
    package static func dense<Number: ReferenceNumber>(_ layer: Dense, _ x: [Number]) -> [Number] {
        (0..<layer.outputs).map { output in
            var sum = Number(layer.biases[output])
            for input in 0..<layer.inputs {
                sum += x[input] * Number(layer.weights[input * layer.outputs + output])
            }
            return sum
        }
    }

    /// One value of an activation.
    package static func activation<Number: ReferenceNumber>(_ function: Activation, _ x: Number) -> Number {
        switch function {
        case .identity: x
        case .sigmoid: 1 / (1 + Number.exponential(-x))
        case .relu: x > 0 ? x : 0
        case .tanh: Number.hyperbolicTangent(x)
        case .step: x > 0 ? 1 : 0
        }
    }

    /// Probabilities out of logits.
    package static func softmax<Number: ReferenceNumber>(_ logits: [Number]) -> [Number] {
        let largest = logits.max() ?? 0
        let powers = logits.map { Number.exponential($0 - largest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }

    /// The mean cross-entropy of several images, [N][inputs].
    ///
    /// Where `training`, a normalisation takes its means from these images; dropout is left out. `smoothing` is the part of
    /// the target that all classes share.
    package static func loss<Number: ReferenceNumber>(
        _ network: Network, images: [[Number]], labels: [UInt8], training: Bool = false, smoothing: Number = 0
    ) -> Number {
        var total: Number = 0
        for (logits, label) in zip(self.logits(network, images: images, training: training), labels) {
            let largest = logits.max() ?? 0
            let normalizer = Number.logarithm(logits.map { Number.exponential($0 - largest) }.reduce(0, +))
            for (index, logit) in logits.enumerated() {
                let target = (index == Int(label) ? 1 - smoothing : 0) + smoothing / Number(logits.count)
                total += target * (normalizer - (logit - largest))
            }
        }
        return total / Number(images.count)
    }
}
