import DigitNetwork
import DigitTestSupport
import Testing

/// Images that are given as numbers are calculated as a whole, so that they show what leaving out blank margins changes.
@Suite struct BlankMarginTests {
    @Test(arguments: InputRange.allCases, [[1, 28, 28], [1, 9, 7], [1, 4, 5]])
    func leavingThemOutChangesNoBit(range: InputRange, shape: [Int]) throws {
        let trained = try Network.initialised(.cnnSmall, inputShape: shape, inputRange: range, seed: 3)
        for network in [trained, try trained.foldedForInference()] {
            let pixels = Self.images(height: shape[1], width: shape[2])
            let values = pixels.map { range($0) }
            #expect(sameBits(network.logits(pixels), network.logits(values)))
            let singles = stride(from: 0, to: pixels.count, by: network.inputs).flatMap {
                network.logits(Array(pixels[$0..<$0 + network.inputs]))
            }
            #expect(sameBits(singles, network.logits(pixels)))
        }
    }

    @Test func aConvolutionOfAnotherKindBehindThemSeesTheWholePicture() throws {
        var random = SplitMix64(seed: 8)
        func convolution(_ inputs: Int, _ outputs: Int, _ window: Window) throws -> Layer {
            .conv2D(
                try Conv2D(
                    inputChannels: inputs, outputChannels: outputs, window: window,
                    weights: (0..<inputs * outputs * window.height * window.width).map { _ in
                        Float(random.next(below: 200)) / 100 - 1
                    }, biases: (0..<outputs).map { Float($0) / 4 - 1 }))
        }
        let layers = [
            try convolution(1, 9, Window(3, padding: 1)), .activation(.tanh),
            try convolution(9, 8, Window(3, padding: 1)), .activation(.relu),
            try convolution(8, 12, Window(5, stride: 2, padding: 1)), .flatten,
        ]
        let network = try Network(inputShape: [1, 13, 10], layers: layers)
        let pixels = Self.images(height: 13, width: 10)
        #expect(sameBits(network.logits(pixels), network.logits(pixels.map { Float($0) / 255 })))
    }

    /// A blank image, one full of ink, a pixel in each corner and in the middle, and rectangles of ink anywhere.
    private static func images(height: Int, width: Int) -> [UInt8] {
        var random = SplitMix64(seed: 6)
        func image(_ top: Int, _ bottom: Int, _ left: Int, _ right: Int) -> [UInt8] {
            (0..<height * width).map { index in
                (top..<bottom).contains(index / width) && (left..<right).contains(index % width)
                    ? UInt8(1 + random.next(below: 255)) : 0
            }
        }
        var images = image(0, 0, 0, 0) + image(0, height, 0, width)
        for (row, column) in [
            (0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1), (height / 2, width / 2),
        ] {
            images += image(row, row + 1, column, column + 1)
        }
        for _ in 0..<8 {
            let (top, left) = (random.next(below: height), random.next(below: width))
            images += image(
                top, top + 1 + random.next(below: height - top), left, left + 1 + random.next(below: width - left))
        }
        return images
    }
}
