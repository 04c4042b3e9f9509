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
    /// One image through all layers.
    package static func logits<Number: ReferenceNumber>(_ network: Network, _ image: [Number]) -> [Number] {
        var values = image
        for layer in network.layers {
            switch layer {
            case .dense(let dense): values = self.dense(dense, values)
            case .activation(let function): values = values.map { activation(function, $0) }
            }
        }
        return values
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
    package static func loss<Number: ReferenceNumber>(
        _ network: Network, images: [[Number]], labels: [UInt8]
    ) -> Number {
        var total: Number = 0
        for (image, label) in zip(images, labels) {
            let logits = self.logits(network, image)
            let largest = logits.max() ?? 0
            let powers = logits.map { Number.exponential($0 - largest) }
            total += Number.logarithm(powers.reduce(0, +)) - (logits[Int(label)] - largest)
        }
        return total / Number(images.count)
    }
}
