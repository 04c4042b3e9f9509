import CDigitKernels
import DigitTestSupport
import Testing

@Suite struct WinogradTests {
    /// Odd and even pictures, channels around the vectors, more tiles than a band has.
    static let shapes = [
        (1, 1, 1, 1), (2, 3, 4, 5), (5, 4, 8, 16), (7, 7, 17, 33), (9, 20, 3, 8), (13, 11, 32, 20), (28, 28, 8, 16),
    ]

    /// Inputs are whole numbers and weights multiples of 4, so that every sum on the way is exact.
    @Test(arguments: Instructions.available, shapes)
    func equalsTheDefinition(instructions: Instructions, shape: (height: Int, width: Int, channels: Int, outputs: Int))
    {
        let (height, width, channels, outputs) = shape
        let x = wholeNumbers(height * width * channels, seed: 1)
        let weights = wholeNumbers(outputs * channels * 9, seed: 2).map { $0 * 4 }
        let bias = wholeNumbers(outputs, seed: 3)
        var sums = [Float](repeating: 0, count: height * width * outputs)
        for row in 0..<height {
            for column in 0..<width {
                for output in 0..<outputs {
                    var sum = bias[output]
                    for (k, l) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)] {
                        let (line, place) = (row + k - 1, column + l - 1)
                        guard (0..<height).contains(line), (0..<width).contains(place) else { continue }
                        for channel in 0..<channels {
                            let weight = weights[((output * channels + channel) * 3 + k) * 3 + l]
                            sum += x[(line * width + place) * channels + channel] * weight
                        }
                    }
                    sums[(row * width + column) * outputs + output] = sum
                }
            }
        }
        let packed = packed(weights, channels, outputs)
        for relu in [false, true] {
            let expected = sums.map { relu ? max($0, 0) : $0 }
            #expect(run(instructions, shape, x, packed, bias, relu: relu, pool: false) == expected)
            #expect(
                run(instructions, shape, x, packed, bias, relu: relu, pool: true)
                    == pooled(expected, height: height, width: width, channels: outputs))
        }
    }

    @Test func theMiddleWeightComesIntoAllProductsButTheOuterOnes() {
        var window = [Float](repeating: 0, count: 9)
        window[4] = 8
        let packed = packed(window, 1, 1)
        // G w Gt by hand: a fourth of the weight where rows and columns mix, with the sign of both.
        let first = (0..<16).map { packed[$0 * 8] }
        #expect(first == [0, 0, 0, 0, 0, 2, -2, 0, 0, -2, 2, 0, 0, 0, 0, 0])
    }

    private func packed(_ weights: [Float], _ channels: Int, _ outputs: Int) -> [Float] {
        var packed = [Float](repeating: .nan, count: digit_winograd_size(channels, outputs))
        digit_winograd_pack(weights, channels, outputs, &packed)
        return packed
    }

    private func run(
        _ instructions: Instructions, _ size: (height: Int, width: Int, channels: Int, outputs: Int), _ x: [Float],
        _ weights: [Float], _ bias: [Float], relu: Bool, pool: Bool
    ) -> [Float] {
        var shape = digit_winograd_shape(
            height: size.height, width: size.width, channels: size.channels, outputs: size.outputs, top: 0,
            bottom: size.height, left: 0, right: size.width, relu: relu, pool: pool)
        let pixels = pool ? (size.height / 2) * (size.width / 2) : size.height * size.width
        var scratch = [Float](repeating: .nan, count: digit_winograd_scratch(size.channels, size.outputs))
        var y = [Float](repeating: .nan, count: pixels * size.outputs) + [12345]
        digit_winograd(instructions.simd, &shape, x, weights, bias, &scratch, &y)
        #expect(y.last == 12345, "wrote behind the end")
        return Array(y.dropLast())
    }

    private func pooled(_ x: [Float], height: Int, width: Int, channels: Int) -> [Float] {
        var result: [Float] = []
        for row in 0..<height / 2 {
            for column in 0..<width / 2 {
                for channel in 0..<channels {
                    let corner = (2 * row * width + 2 * column) * channels + channel
                    let below = corner + width * channels
                    result.append(max(max(x[corner], x[corner + channels]), max(x[below], x[below + channels])))
                }
            }
        }
        return result
    }
}
