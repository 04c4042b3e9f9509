import CDigitKernels
import DigitTestSupport
import Testing

@Suite struct WinogradTests {
    /// Odd and even pictures, channels around the vectors, more tiles than a band has.
    static let shapes = [
        (1, 1, 1, 1), (2, 3, 4, 5), (5, 4, 8, 16), (7, 7, 17, 33), (9, 20, 3, 8), (13, 11, 32, 20), (28, 28, 8, 16),
    ]

    /// The factors on the way enlarge roundings: the largest error found was 17 times 2^-24 of the terms' absolute sum.
    private static let tolerance: Float = 64 * 0x1p-24

    @Test(arguments: Instructions.available, shapes)
    func equalsTheDefinition(instructions: Instructions, shape: (height: Int, width: Int, channels: Int, outputs: Int))
    {
        let (height, width, channels, outputs) = shape
        let x = wholeNumbers(height * width * channels, seed: 1)
        let weights = wholeNumbers(outputs * channels * 9, seed: 2)
        let bias = wholeNumbers(outputs, seed: 3)
        var sums = [Float](repeating: 0, count: height * width * outputs)
        var largest: Float = 0
        for row in 0..<height {
            for column in 0..<width {
                for output in 0..<outputs {
                    var (sum, size) = (bias[output], abs(bias[output]))
                    for (k, l) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)] {
                        let (line, place) = (row + k - 1, column + l - 1)
                        guard (0..<height).contains(line), (0..<width).contains(place) else { continue }
                        for channel in 0..<channels {
                            let weight = weights[((output * channels + channel) * 3 + k) * 3 + l]
                            let term = x[(line * width + place) * channels + channel] * weight
                            sum += term
                            size += abs(term)
                        }
                    }
                    sums[(row * width + column) * outputs + output] = sum
                    largest = max(largest, size)
                }
            }
        }
        let packed = packed(weights, channels, outputs)
        for relu in [false, true] {
            let expected = sums.map { relu ? max($0, 0) : $0 }
            let found = run(instructions, shape, x, packed, bias, relu: relu, pool: false)
            #expect(distance(found, expected) <= Self.tolerance * largest)
            let pooled = run(instructions, shape, x, packed, bias, relu: relu, pool: true)
            let expectedPooled = self.pooled(expected, height: height, width: width, channels: outputs)
            #expect(distance(pooled, expectedPooled) <= Self.tolerance * largest)
        }
    }

    @Test func theMiddleWeightComesIntoAllProductsButTheOuterOnes() {
        var window = [Float](repeating: 0, count: 9)
        window[4] = 144
        let packed = packed(window, 1, 1)
        // G w Gt by hand: the middle column of G, times 12, with itself.
        let middle: [Float] = [0, -2, 2, 1, -1, 0]
        #expect((0..<36).map { packed[$0 * 8] } == middle.flatMap { above in middle.map { above * $0 } })
    }

    /// The largest difference; infinite where one is no number.
    private func distance(_ a: [Float], _ b: [Float]) -> Float {
        guard a.count == b.count else { return .infinity }
        return zip(a, b).reduce(0) { largest, pair in
            let difference = abs(pair.0 - pair.1)
            return difference.isNaN ? .infinity : max(largest, difference)
        }
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
