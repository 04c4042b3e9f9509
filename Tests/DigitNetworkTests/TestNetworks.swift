import DigitNetwork
import DigitTestSupport

/// A network of the given sizes whose weights and biases are random, positive and negative.
func randomNetwork(
    _ sizes: [Int], _ activation: Activation, inputRange: InputRange = .unit, seed: UInt64 = 1
) throws -> Network {
    var random = SplitMix64(seed: seed)
    func values(_ count: Int, _ scale: Float) -> [Float] {
        (0..<count).map { _ in (Float(random.next(below: 2001)) / 1000 - 1) * scale }
    }
    var layers: [Layer] = []
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
        if !layers.isEmpty { layers.append(.activation(activation)) }
        let scale = (3 / Float(inputs)).squareRoot()
        layers.append(
            .dense(
                try Dense(
                    inputs: inputs, outputs: outputs, weights: values(inputs * outputs, scale),
                    biases: values(outputs, 0.5))))
    }
    return try Network(inputs: sizes[0], inputRange: inputRange, layers: layers)
}

/// Pixels of `count` images, most of them blank in runs as a digit's are.
func randomPixels(_ count: Int, inputs: Int, seed: UInt64 = 2) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    var pixels: [UInt8] = []
    while pixels.count < count * inputs {
        pixels += [UInt8](repeating: 0, count: random.next(below: 20))
        pixels += (0..<random.next(below: 8)).map { _ in UInt8(random.next(below: 256)) }
    }
    return Array(pixels.prefix(count * inputs))
}

/// The same numbers bit for bit; for values where `==` would take a negative zero for a positive one.
func sameBits(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }
}

extension Network {
    // A span may not leave its expression, and `#expect` takes expressions apart.
    func logits(_ pixels: [UInt8], threads: Int = 1) -> [Float] { logits(pixels.span, threads: threads) }
    func logits(_ values: [Float], threads: Int = 1) -> [Float] { logits(values.span, threads: threads) }
    func predict(_ pixels: [UInt8], threads: Int = 1) -> [Float] { predict(pixels.span, threads: threads) }
    func predict(_ values: [Float], threads: Int = 1) -> [Float] { predict(values.span, threads: threads) }
}
