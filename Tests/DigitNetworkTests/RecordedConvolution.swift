import DigitNetwork
import Foundation

/// What `Fixtures/make_convolution_reference.py` recorded from PyTorch, in float64.
struct RecordedConvolution: Decodable {
    struct Layer: Decodable {
        let weights: [Double]
        let biases: [Double]
        let mean: [Double]?
        let variance: [Double]?
    }

    struct Run: Decodable {
        let losses: [Double]
        let end: [Layer]
        let average: [Layer]
    }

    let pixels: [UInt8]
    let labels: [UInt8]
    let shape: [Int]
    let batch: Int
    let epochs: Int
    let seed: UInt64
    let start: [Layer]
    let logits: [Double]
    let loss: Double
    let gradients: [Layer]
    let runs: [String: Run]

    static var recorded: RecordedConvolution {
        get throws {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "Fixtures/convolution.json")
            return try JSONDecoder().decode(RecordedConvolution.self, from: Data(contentsOf: file))
        }
    }

    var data: TrainingData {
        get throws { try TrainingData(images: pixels, labels: labels, inputs: shape.reduce(1, *), classes: 3) }
    }

    var network: Network {
        get throws {
            let strided = try Window(
                height: 2, width: 3, verticalStride: 2, horizontalStride: 1,
                padding: .init(top: 0, left: 1, bottom: 0, right: 1))
            return try Network(
                inputShape: shape,
                layers: [
                    convolution(0, 1, 4, Window(3, padding: 1)), normalization(1), .activation(.relu),
                    .maxPool(Window(2, stride: 2)), convolution(2, 4, 5, strided), .activation(.relu),
                    normalization(3), .averagePool(Window(2), countsPadding: true), .flatten,
                    .dense(
                        Dense(
                            inputs: 10, outputs: 3, weights: start[4].weights.map { Float($0) },
                            biases: start[4].biases.map { Float($0) })),
                ])
        }
    }

    private func convolution(
        _ place: Int, _ channels: Int, _ outputs: Int, _ window: Window
    ) throws -> DigitNetwork.Layer {
        let biases = start[place].biases.map { Float($0) }
        return .conv2D(
            try Conv2D(
                inputChannels: channels, outputChannels: outputs, window: window,
                weights: start[place].weights.map { Float($0) }, biases: biases.isEmpty ? nil : biases))
    }

    private func normalization(_ place: Int) throws -> DigitNetwork.Layer {
        .batchNormalization(
            try BatchNormalization(
                scale: start[place].weights.map { Float($0) }, shift: start[place].biases.map { Float($0) },
                mean: (start[place].mean ?? []).map { Float($0) },
                variance: (start[place].variance ?? []).map { Float($0) }))
    }
}
