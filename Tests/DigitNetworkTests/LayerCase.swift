import DigitNetwork
import Testing

/// Random numbers of -1...1 times `scale`, in steps of a thousandth.
struct RandomValues {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func callAsFunction(_ count: Int, _ scale: Float = 1) -> [Float] {
        (0..<count).map { _ in (Float(random.below(2001)) / 1000 - 1) * scale }
    }

    mutating func convolution(_ channels: Int, _ outputs: Int, _ window: Window, biases: Bool) throws -> Layer {
        let fanIn = channels * window.height * window.width
        return .conv2D(
            try Conv2D(
                inputChannels: channels, outputChannels: outputs, window: window,
                weights: self(outputs * fanIn, (3 / Float(fanIn)).squareRoot()),
                biases: biases ? self(outputs, 0.5) : nil))
    }

    mutating func dense(_ inputs: Int, _ outputs: Int) throws -> Layer {
        .dense(
            try Dense(
                inputs: inputs, outputs: outputs, weights: self(inputs * outputs, (3 / Float(inputs)).squareRoot()),
                biases: self(outputs, 0.5)))
    }

    mutating func normalization(_ channels: Int) throws -> Layer {
        .batchNormalization(
            try BatchNormalization(
                scale: self(channels).map { 1 + $0 / 2 }, shift: self(channels, 0.5), mean: self(channels, 0.5),
                variance: self(channels).map { 1.5 + $0 }))
    }
}

/// A small network with one layer of interest, as a case of a test.
struct LayerCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let inputShape: [Int]
    let layers: @Sendable (inout RandomValues) throws -> [Layer]

    init(
        _ description: String, _ inputShape: [Int], _ layers: @escaping @Sendable (inout RandomValues) throws -> [Layer]
    ) {
        testDescription = description
        self.inputShape = inputShape
        self.layers = layers
    }

    func network(seed: UInt64 = 5) throws -> Network {
        var values = RandomValues(seed: seed)
        return try Network(inputShape: inputShape, inputRange: .signed, layers: layers(&values))
    }

    /// Rectangular pictures and windows, odd channels, every kind of border: each puts a number where another one would be
    /// if two of them were mixed up.
    static let all: [LayerCase] = [
        LayerCase("convolution 3x3 padded", [2, 5, 4]) { r in
            [try r.convolution(2, 3, Window(3, padding: 1), biases: true), .flatten, try r.dense(60, 3)]
        },
        LayerCase("convolution 2x3, strides 2 and 1, uneven padding", [3, 6, 5]) { r in
            let window = try Window(
                height: 2, width: 3, verticalStride: 2, horizontalStride: 1,
                padding: .init(top: 1, left: 0, bottom: 0, right: 2))
            return [
                try r.convolution(3, 4, window, biases: false), .activation(.tanh), .flatten, try r.dense(60, 3),
            ]
        },
        LayerCase("convolution behind a convolution with strides", [1, 7, 9]) { r in
            let strided = try Window(
                height: 3, width: 2, verticalStride: 2, horizontalStride: 3,
                padding: .init(top: 0, left: 1, bottom: 1, right: 0))
            return [
                try r.convolution(1, 5, Window(3, padding: 1), biases: true), .activation(.sigmoid),
                try r.convolution(5, 3, strided, biases: true), .flatten, try r.dense(27, 3),
            ]
        },
        LayerCase("convolution with a padding larger than its window", [2, 3, 4]) { r in
            [
                try r.convolution(2, 3, Window(1), biases: true),
                try r.convolution(3, 2, Window(2, padding: 3), biases: true),
                .flatten, try r.dense(144, 3),
            ]
        },
        LayerCase("maximum pooling", [2, 6, 5]) { r in
            let window = try Window(height: 2, width: 3, verticalStride: 2, horizontalStride: 1)
            return [
                try r.convolution(2, 3, Window(1), biases: true), .maxPool(window), .flatten, try r.dense(27, 3),
            ]
        },
        LayerCase("maximum pooling that overlaps, padded", [1, 5, 6]) { r in
            let window = try Window(
                height: 3, width: 2, verticalStride: 2, horizontalStride: 1,
                padding: .init(top: 1, left: 1, bottom: 1, right: 0))
            return [
                try r.convolution(1, 17, Window(1), biases: true), .maxPool(window), .flatten, try r.dense(306, 3),
            ]
        },
        LayerCase("average pooling with counted padding", [2, 5, 6]) { r in
            let window = try Window(height: 2, width: 3, verticalStride: 1, horizontalStride: 2, padding: .init(1))
            return [
                try r.convolution(2, 2, Window(1), biases: true), .averagePool(window, countsPadding: true), .flatten,
                try r.dense(36, 3),
            ]
        },
        LayerCase("average pooling without counted padding", [2, 5, 6]) { r in
            let window = try Window(height: 2, width: 3, verticalStride: 1, horizontalStride: 2, padding: .init(1))
            return [
                try r.convolution(2, 2, Window(1), biases: true), .averagePool(window, countsPadding: false), .flatten,
                try r.dense(36, 3),
            ]
        },
        LayerCase("global maximum", [1, 4, 5]) { r in
            [try r.convolution(1, 6, Window(2), biases: true), .globalMaxPool, try r.dense(6, 3)]
        },
        LayerCase("global mean", [1, 4, 5]) { r in
            [try r.convolution(1, 6, Window(2), biases: true), .globalAveragePool, try r.dense(6, 3)]
        },
        LayerCase("normalisation behind a convolution", [2, 4, 5]) { r in
            [
                try r.convolution(2, 5, Window(2), biases: false), try r.normalization(5), .activation(.relu), .flatten,
                try r.dense(60, 3),
            ]
        },
        LayerCase("normalisation of rows", [7]) { r in
            [
                try r.dense(7, 6), try r.normalization(6), .activation(.tanh), try r.dense(6, 4),
                try r.normalization(4),
                .activation(.relu), try r.dense(4, 3),
            ]
        },
        LayerCase("normalisation first and last", [3, 3, 4]) { r in
            [
                try r.normalization(3), try r.convolution(3, 4, Window(3), biases: true), .globalAveragePool,
                try r.dense(4, 3), try r.normalization(3),
            ]
        },
        LayerCase("two stages with poolings between", [1, 8, 6]) { r in
            [
                try r.convolution(1, 4, Window(3, padding: 1), biases: false), try r.normalization(4),
                .activation(.relu),
                try r.convolution(4, 6, Window(3, padding: 1), biases: false), try r.normalization(6),
                .activation(.relu),
                .maxPool(try Window(2, stride: 2)), try r.convolution(6, 9, Window(3, padding: 1), biases: false),
                try r.normalization(9), .activation(.relu), .globalMaxPool, try r.dense(9, 3),
            ]
        },
    ]

    /// Layers with so many channels that inference takes another way than training; too many weights for gradients.
    static let wide: [LayerCase] = [
        LayerCase("wide convolutions before a pooling, odd pictures", [1, 7, 9]) { r in
            let window = try Window(3, padding: 1)
            return [
                try r.convolution(1, 9, window, biases: true), .activation(.relu),
                try r.convolution(9, 17, window, biases: true), .activation(.relu), .maxPool(try Window(2, stride: 2)),
                try r.convolution(17, 8, window, biases: false), .maxPool(try Window(2, stride: 2)), .flatten,
                try r.dense(16, 3),
            ]
        },
        LayerCase("wide convolutions without a pooling", [8, 5, 4]) { r in
            let window = try Window(3, padding: 1)
            return [
                try r.convolution(8, 33, window, biases: true), .activation(.tanh),
                try r.convolution(33, 8, window, biases: true), .activation(.relu), .globalMaxPool, try r.dense(8, 3),
            ]
        },
    ]
}
