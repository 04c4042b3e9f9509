// Layers over pictures [C, H, W], from their definitions.
extension Reference {
    /// y[o, i, j] = b[o] + sum over c, k and l of w[o, c, k, l] x[c, i s + k - top, j t + l - left].
    package static func convolution<Number: ReferenceNumber>(
        _ layer: Conv2D, _ x: [Number], input: [Int], output: [Int]
    ) -> [Number] {
        let window = layer.window
        var y: [Number] = []
        for out in 0..<layer.outputChannels {
            for row in 0..<output[1] {
                for column in 0..<output[2] {
                    var sum = Number(layer.biases?[out] ?? 0)
                    for channel in 0..<layer.inputChannels {
                        for k in 0..<window.height {
                            for l in 0..<window.width {
                                let line = row * window.verticalStride + k - window.padding.top
                                let place = column * window.horizontalStride + l - window.padding.left
                                guard line >= 0, line < input[1], place >= 0, place < input[2] else { continue }
                                let weight =
                                    ((out * layer.inputChannels + channel) * window.height + k) * window.width + l
                                sum +=
                                    Number(layer.weights[weight]) * x[(channel * input[1] + line) * input[2] + place]
                            }
                        }
                    }
                    y.append(sum)
                }
            }
        }
        return y
    }

    /// What lies under the window at each position, made into one value.
    static func pooled<Number: ReferenceNumber>(
        _ x: [Number], _ window: Window, input: [Int], output: [Int], _ value: ([Number]) -> Number
    ) -> [Number] {
        var y: [Number] = []
        for channel in 0..<input[0] {
            for row in 0..<output[1] {
                for column in 0..<output[2] {
                    var covered: [Number] = []
                    for k in 0..<window.height {
                        for l in 0..<window.width {
                            let line = row * window.verticalStride + k - window.padding.top
                            let place = column * window.horizontalStride + l - window.padding.left
                            guard line >= 0, line < input[1], place >= 0, place < input[2] else { continue }
                            covered.append(x[(channel * input[1] + line) * input[2] + place])
                        }
                    }
                    y.append(value(covered))
                }
            }
        }
        return y
    }

    /// The values of each of `count` channels.
    static func channels<Number>(_ x: [Number], _ count: Int) -> [[Number]] {
        let size = x.count / count
        return (0..<count).map { Array(x[$0 * size..<($0 + 1) * size]) }
    }

    /// y = (x - mean) / √(variance + epsilon) scale + shift with the kept mean and variance.
    static func normalization<Number: ReferenceNumber>(_ layer: BatchNormalization, _ x: [Number]) -> [Number] {
        normalized(
            layer, x, mean: layer.mean.map { Number($0) }, variance: layer.variance.map { Number($0) })
    }

    /// The same with the mean and the variance of all images.
    static func normalization<Number: ReferenceNumber>(_ layer: BatchNormalization, batch: [[Number]]) -> [[Number]] {
        var (means, variances): ([Number], [Number]) = ([], [])
        for channel in 0..<layer.channels {
            let values = batch.flatMap { channels($0, layer.channels)[channel] }
            let mean = values.reduce(0, +) / Number(values.count)
            means.append(mean)
            variances.append(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Number(values.count))
        }
        return batch.map { normalized(layer, $0, mean: means, variance: variances) }
    }

    private static func normalized<Number: ReferenceNumber>(
        _ layer: BatchNormalization, _ x: [Number], mean: [Number], variance: [Number]
    ) -> [Number] {
        let size = x.count / layer.channels
        return x.enumerated().map { index, value in
            let channel = index / size
            let deviation = (variance[channel] + Number(layer.epsilon)).squareRoot()
            return (value - mean[channel]) / deviation * Number(layer.scale[channel]) + Number(layer.shift[channel])
        }
    }
}
