import DigitNetwork
import Testing

@Suite struct InitialisationTests {
    @Test func theShapeIsThatOfTheSizes() throws {
        let network = try Network.initialised(layerSizes: [784, 50, 100, 10], activation: .sigmoid, seed: 1)
        #expect(network.parameterCount == 45_360)
        #expect(network.layers.map(\.name) == ["dense", "sigmoid", "dense", "sigmoid", "dense"])
        #expect(network.denseLayers.allSatisfy { $0.biases.allSatisfy { $0 == 0 } })
    }

    /// Glorot's limit is the root of 6 / (I + O), He's that of 6 / I where a ReLU follows.
    static let squares: [(Activation, [Float])] = [
        (.sigmoid, [0.02, 0.04]), (.tanh, [0.02, 0.04]), (.relu, [0.03, 0.04]),
    ]

    @Test(arguments: squares)
    func weightsFillTheirRange(activation: Activation, squares: [Float]) throws {
        let network = try Network.initialised(layerSizes: [200, 100, 50], activation: activation, seed: 5)
        for (layer, square) in zip(network.denseLayers, squares) {
            let limit = square.squareRoot()
            let largest = layer.weights.reduce(0) { max($0, abs($1)) }
            // At least 5,000 uniform numbers: the largest comes within 1 % of the limit, the mean within 3 % of zero.
            #expect(largest <= limit && largest > 0.99 * limit)
            #expect(abs(layer.weights.reduce(0, +)) / Float(layer.weights.count) < 0.03 * limit)
        }
    }

    @Test func theSeedDecides() throws {
        let networks = try [1, 1, 2].map { (seed: UInt64) in
            try Network.initialised(layerSizes: [5, 4, 3], activation: .relu, seed: seed)
        }
        #expect(networks[0] == networks[1])
        #expect(networks[0] != networks[2])
    }

    @Test func sizesThatCannotBeAreRefused() {
        #expect(throws: NetworkError(.empty, "")) {
            try Network.initialised(layerSizes: [784], activation: .relu, seed: 1)
        }
        for sizes in [[784, 0, 10], [-1, 10], [784, .max, 10]] {
            #expect(throws: NetworkError(.shapeMismatch, "")) {
                try Network.initialised(layerSizes: sizes, activation: .relu, seed: 1)
            }
        }
    }
}
