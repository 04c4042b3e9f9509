import DigitNetwork
import Testing

@Suite struct NetworkTests {
    private func dense(_ inputs: Int, _ outputs: Int) throws -> Layer {
        .dense(
            try Dense(
                inputs: inputs, outputs: outputs, weights: [Float](repeating: 0, count: inputs * outputs),
                biases: [Float](repeating: 0, count: outputs)))
    }

    @Test func denseMultipliesRowsOfWeights() throws {
        let layer = try Dense(inputs: 2, outputs: 3, weights: [1, 2, 3, 4, 5, 6], biases: [0.5, 0, -0.5])
        let network = try Network(inputs: 2, layers: [.dense(layer)])
        #expect(network.logits(([10, 100] as [Float])) == [410.5, 520, 629.5])
    }

    @Test(arguments: [
        (2, 3, 5, 3, "a dense layer of 2 inputs and 3 outputs takes 6 weights and 3 biases, found 5 and 3"),
        (2, 3, 6, 2, "a dense layer of 2 inputs and 3 outputs takes 6 weights and 3 biases, found 6 and 2"),
        (0, 3, 0, 3, "a dense layer cannot have 0 inputs and 3 outputs"),
        (2, -1, 0, 0, "a dense layer cannot have 2 inputs and -1 outputs"),
        (1 << 40, 1 << 40, 0, 0, "a dense layer cannot have 1099511627776 inputs and 1099511627776 outputs"),
    ])
    func denseRefusesOtherSizes(inputs: Int, outputs: Int, weights: Int, biases: Int, message: String) {
        let error = #expect(throws: NetworkError.self) {
            try Dense(
                inputs: inputs, outputs: outputs, weights: [Float](repeating: 0, count: weights),
                biases: [Float](repeating: 0, count: biases))
        }
        #expect(error?.kind == .shapeMismatch)
        #expect(error?.description == message)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func denseRefusesWhatIsNotFinite(value: Float) {
        let inWeights = #expect(throws: NetworkError.self) {
            try Dense(inputs: 2, outputs: 3, weights: [1, 2, 3, 4, value, 6], biases: [0, 0, 0])
        }
        #expect(inWeights?.kind == .notFinite)
        #expect(inWeights?.description == "weight [1, 1] is \(value), not a finite number")
        let inBiases = #expect(throws: NetworkError.self) {
            try Dense(inputs: 2, outputs: 3, weights: [1, 2, 3, 4, 5, 6], biases: [0, 0, value])
        }
        #expect(inBiases?.description == "bias [2] is \(value), not a finite number")
    }

    @Test func layersThatDoNotChainAreNamedWithBothShapes() throws {
        let layers = [try dense(784, 50), .activation(.sigmoid), try dense(100, 10)]
        let error = #expect(throws: NetworkError.self) { try Network(inputs: 784, layers: layers) }
        #expect(error?.kind == .shapeMismatch)
        #expect(error?.description == "layer 3 (dense) takes 100 values, but layer 2 (sigmoid) gives 50")
        let first = #expect(throws: NetworkError.self) { try Network(inputs: 783, layers: layers) }
        #expect(first?.description == "layer 1 (dense) takes 784 values, but an image has 783")
    }

    @Test func aNetworkHasALayerAndInputs() {
        #expect(throws: NetworkError(.empty, "")) { try Network(inputs: 784, layers: []) }
        #expect(throws: NetworkError(.shapeMismatch, "")) { try Network(inputs: 0, layers: [.activation(.relu)]) }
    }

    @Test func theBooksNetworkIsCountedAndTabled() throws {
        let network = try Network(
            inputs: 784,
            layers: [
                try dense(784, 50), .activation(.sigmoid), try dense(50, 100), .activation(.sigmoid),
                try dense(100, 10),
            ])
        #expect(network.outputs == 10)
        #expect(network.parameterCount == 45_360)
        #expect(network.multiplyAdds == 45_200)
        #expect(
            network.summary == """
                layer    output  parameters  multiply-adds
                input       784
                dense        50      39,250         39,200
                sigmoid      50
                dense       100       5,100          5,000
                sigmoid     100
                dense        10       1,010          1,000
                total                45,360         45,200
                """)
    }

    @Test func numbersBelowAThousandAndAboveAMillionAreGrouped() throws {
        let summary = try Network(inputs: 2000, layers: [try dense(2000, 600)]).summary
        #expect(
            summary == """
                layer  output  parameters  multiply-adds
                input   2,000
                dense     600   1,200,600      1,200,000
                total           1,200,600      1,200,000
                """)
    }
}
