import DigitNetwork
import Foundation

/// What `Fixtures/make_reference.py` recorded, in float64.
struct Recorded: Decodable {
    struct Layer: Decodable {
        let weights: [Double]
        let biases: [Double]
    }

    struct Gradient: Decodable {
        let loss: Double
        let layers: [Layer]
    }

    struct Run: Decodable {
        let losses: [Double]
        let end: [Layer]
    }

    let pixels: [UInt8]
    let labels: [UInt8]
    let sizes: [Int]
    let batch: Int
    let epochs: Int
    let seed: UInt64
    let start: [Layer]
    let gradients: [String: Gradient]
    let runs: [String: Run]
    let order: [Int]

    static var training: Recorded {
        get throws {
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/training.json")
            return try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
        }
    }

    var data: TrainingData {
        get throws {
            try TrainingData(images: pixels, labels: labels, inputs: sizes[0], classes: sizes[sizes.count - 1])
        }
    }

    func network(_ activation: Activation) throws -> Network {
        var layers: [DigitNetwork.Layer] = []
        for (index, layer) in start.enumerated() {
            if index > 0 { layers.append(.activation(activation)) }
            layers.append(
                .dense(
                    try Dense(
                        inputs: sizes[index], outputs: sizes[index + 1], weights: layer.weights.map { Float($0) },
                        biases: layer.biases.map { Float($0) })))
        }
        return try Network(inputs: sizes[0], layers: layers)
    }
}

extension Network {
    /// The dense layers alone, in their order.
    var denseLayers: [Dense] {
        layers.compactMap { if case .dense(let dense) = $0 { dense } else { nil } }
    }
}

/// The largest distance between numbers and what they should be.
func distance(_ found: [Float], _ expected: [Double]) -> Double {
    found.count == expected.count
        ? zip(found, expected).reduce(0) { max($0, abs(Double($1.0) - $1.1)) } : .infinity
}
