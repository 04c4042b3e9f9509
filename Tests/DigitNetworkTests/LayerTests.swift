import DigitNetwork
import Testing

@Suite struct LayerTests {
    @Test(arguments: LayerCase.all + LayerCase.wide)
    func givesWhatThePlainReferenceGives(layer: LayerCase) throws {
        let network = try layer.network()
        let pixels = randomPixels(9, inputs: network.inputs, seed: 3)
        let found = network.logits(pixels)
        for row in 0..<9 {
            let image = pixels[row * network.inputs..<(row + 1) * network.inputs].map { Double(InputRange.signed($0)) }
            let expected = Reference.logits(network, image)
            // Sums of at most 306 products of about 1 each, in float: some tens of roundings of 6e-8.
            #expect(distance(Array(found[row * 3..<row * 3 + 3]), expected) < 1e-5)
        }
    }

    @Test(arguments: LayerCase.all + LayerCase.wide)
    func aRowOfABatchEqualsTheSingleResult(layer: LayerCase) throws {
        let network = try layer.network()
        let pixels = randomPixels(70, inputs: network.inputs, seed: 4)
        let all = network.logits(pixels)
        #expect(sameBits(network.logits(pixels, threads: 2), all))
        for row in [0, 1, 31, 69] {
            let one = network.logits(Array(pixels[row * network.inputs..<(row + 1) * network.inputs]))
            #expect(sameBits(one, Array(all[row * network.outputs..<(row + 1) * network.outputs])))
        }
    }

    @Test(arguments: LayerCase.all + LayerCase.wide)
    func foldingChangesNothingButRoundings(layer: LayerCase) throws {
        let network = try layer.network()
        let folded = try network.foldedForInference()
        let pixels = randomPixels(9, inputs: network.inputs, seed: 3)
        #expect(distance(folded.logits(pixels), network.logits(pixels).map(Double.init)) < 1e-5)
        for (before, layer) in zip(folded.layers, folded.layers.dropFirst()) {
            if case .conv2D = before { #expect(layer.name != "batchNormalization") }
            if case .dense = before { #expect(layer.name != "batchNormalization") }
        }
    }

    /// The numbers 1 to 9 under a window of weights 1, 10, 100 and 1000: each product has its own digit.
    @Test func aConvolutionDoesNotTurnItsWindowAround() throws {
        let layer = try Conv2D(
            inputChannels: 1, outputChannels: 1, window: Window(2), weights: [1, 10, 100, 1000], biases: [0.5])
        let network = try Network(inputShape: [1, 3, 3], inputRange: .byte, layers: [.conv2D(layer), .flatten])
        #expect(network.logits([1, 2, 3, 4, 5, 6, 7, 8, 9] as [UInt8]) == [5421.5, 6532.5, 8754.5, 9865.5])
    }

    @Test func aPictureOfSeveralChannelsIsReadChannelByChannelAndFlattenedSo() throws {
        let identity = try Conv2D(
            inputChannels: 2, outputChannels: 2, window: Window(1), weights: [1, 0, 0, 10], biases: nil)
        let network = try Network(inputShape: [2, 1, 3], inputRange: .byte, layers: [.conv2D(identity), .flatten])
        #expect(network.logits([1, 2, 3, 4, 5, 6] as [UInt8]) == [1, 2, 3, 40, 50, 60])
        let alone = try Network(inputShape: [2, 1, 3], inputRange: .byte, layers: [.flatten])
        #expect(alone.logits([1, 2, 3, 4, 5, 6] as [UInt8]) == [1, 2, 3, 4, 5, 6])
    }

    @Test func dropoutDoesNothingInInference() throws {
        let network = try Network(inputs: 3, inputRange: .byte, layers: [.dropout(0.9), .activation(.identity)])
        #expect(network.logits([1, 2, 3] as [UInt8]) == [1, 2, 3])
        #expect(try network.foldedForInference().layers == [.activation(.identity)])
    }

    @Test(arguments: [
        ([1, 28, 28], "layer 2 (conv2D) takes [8, H, W], but layer 1 (conv2D) gives [4, 26, 26]"),
        ([3, 28, 28], "layer 1 (conv2D) takes [1, H, W], but an image has [3, 28, 28]"),
        ([784], "layer 1 (conv2D) takes [1, H, W], but an image has 784"),
        (
            [1, 2, 28],
            "layer 1 (conv2D) takes pictures of at least 3x3 with their padding, but an image has [1, 2, 28]"
        ),
    ])
    func layersThatDoNotFitAreRefusedWithBothShapes(inputShape: [Int], message: String) throws {
        var values = RandomValues(seed: 1)
        let layers = [
            try values.convolution(1, 4, Window(3), biases: true),
            try values.convolution(8, 4, Window(3), biases: true),
        ]
        let error = #expect(throws: NetworkError.self) { try Network(inputShape: inputShape, layers: layers) }
        #expect(error?.kind == .shapeMismatch)
        #expect(error?.description == message)
    }

    @Test func aDenseLayerBehindAPictureIsRefused() throws {
        var values = RandomValues(seed: 1)
        let layers = [try values.convolution(1, 4, Window(3), biases: true), try values.dense(2704, 10)]
        let error = #expect(throws: NetworkError.self) { try Network(inputShape: [1, 28, 28], layers: layers) }
        #expect(error?.description == "layer 2 (dense) takes 2704 values, but layer 1 (conv2D) gives [4, 26, 26]")
        let picture = #expect(throws: NetworkError.self) {
            try Network(inputShape: [1, 28, 28], layers: [layers[0]])
        }
        #expect(
            picture?.description == "a network ends in a row of values, one a class, but layer 1 (conv2D) gives "
                + "[4, 26, 26]: put a flatten or a global pooling behind it")
    }

    @Test(arguments: [[], [0], [1, 28], [1, -1, 28], [1, 1 << 40, 1 << 40]])
    func inputsThatAreNoPictureAndNoRowAreRefused(shape: [Int]) {
        #expect(throws: NetworkError(.shapeMismatch, "")) { try Network(inputShape: shape, layers: [.flatten]) }
    }

    @Test func valuesOutsideTheirRangeAreRefused() throws {
        #expect(throws: NetworkError(.shapeMismatch, "")) { try Window(0) }
        #expect(throws: NetworkError(.shapeMismatch, "")) { try Window(3, padding: -1) }
        #expect(throws: NetworkError(.shapeMismatch, "")) { try Window(3, stride: 2000) }
        #expect(throws: NetworkError(.shapeMismatch, "")) {
            try Conv2D(inputChannels: 1, outputChannels: 1 << 30, window: Window(3), weights: [], biases: nil)
        }
        let error = #expect(throws: NetworkError.self) {
            try Conv2D(
                inputChannels: 1, outputChannels: 2, window: Window(2), weights: [1, 2, 3, 4, 5, 6, .nan, 8],
                biases: nil)
        }
        #expect(error?.description == "weight [1, 0, 1, 0] is nan, not a finite number")
        let count = #expect(throws: NetworkError.self) {
            try Conv2D(inputChannels: 1, outputChannels: 2, window: Window(2), weights: [1], biases: [1])
        }
        #expect(count?.description == "a convolution [2, 1, 2, 2] takes 8 weights and 2 biases, found 1 and 1")
        #expect(throws: NetworkError(.invalidOption, "")) {
            try BatchNormalization(scale: [1], shift: [1], mean: [1], variance: [-1])
        }
        #expect(throws: NetworkError(.shapeMismatch, "")) { try BatchNormalization(channels: 0) }
        #expect(throws: NetworkError(.shapeMismatch, "")) { try Network(inputs: 4, layers: [.dropout(1)]) }
    }

    @Test func theSummaryShowsShapesParametersAndProducts() throws {
        let network = try Network.initialised(.cnnSmall, seed: 1)
        #expect(
            network.summary == """
                layer                 output  parameters  multiply-adds
                input                1x28x28
                conv2D               8x28x28          72         56,448
                batchNormalization   8x28x28          16
                relu                 8x28x28
                conv2D              16x28x28       1,152        903,168
                batchNormalization  16x28x28          32
                relu                16x28x28
                maxPool             16x14x14
                conv2D              16x14x14       2,304        451,584
                batchNormalization  16x14x14          32
                relu                16x14x14
                conv2D              32x14x14       4,608        903,168
                batchNormalization  32x14x14          64
                relu                32x14x14
                maxPool               32x7x7
                conv2D                32x7x7       9,216        451,584
                batchNormalization    32x7x7          64
                relu                  32x7x7
                globalMaxPool             32
                dense                     10         330            320
                total                             17,890      2,766,272
                """)
    }

    @Test func theLargerNetworkHasTheParametersItIsKnownBy() throws {
        let network = try Network.initialised(.cnn, seed: 1)
        #expect(network.parameterCount == 140_458)
        #expect(network.multiplyAdds == 21_903_104)
        #expect(try network == Network.initialised(.cnn, seed: 1))
        #expect(try network != Network.initialised(.cnn, seed: 2))
    }
}
