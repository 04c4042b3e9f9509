import CDigitKernels
import DigitTestSupport
import Testing

@Suite struct LayerKernelTests {
    /// Channels around the vectors' sizes.
    static let channels = [1, 3, 8, 15, 16, 17, 33]

    @Test(arguments: Instructions.available)
    func reluKeepsWhatIsPositiveAndNaN(instructions: Instructions) {
        var x: [Float] = [-1, -0.0, 0, 2, -.infinity, .infinity, .nan] + [Float](repeating: -3, count: 30)
        digit_relu(instructions.simd, &x, x.count)
        #expect(Array(x.prefix(6)) == [0, 0, 0, 2, 0, .infinity])
        #expect(x[1].sign == .plus)
        #expect(x[6].isNaN)
        #expect(x.dropFirst(7).allSatisfy { $0 == 0 })

        let y = (0..<37).map { Float($0 % 3) }
        let dy = wholeNumbers(37, seed: 1)
        var dx = [Float](repeating: .nan, count: 37)
        digit_relu_backward(instructions.simd, y, dy, &dx, 37)
        #expect(dx == zip(y, dy).map { $0 > 0 ? $1 : 0 })
    }

    @Test(arguments: Instructions.available, channels)
    func momentsAreMeansAndSquaredDistances(instructions: Instructions, channels: Int) {
        // Four pixels around a large offset: the distances -3, -1, 1 and 3 times the channel's number, mean 1000.
        let x = [-3, -1, 1, 3].flatMap { (step: Int) in (1...channels).map { Float(1000 + step * $0) } }
        var mean = [Float](repeating: .nan, count: channels)
        var squares = mean
        digit_moments(instructions.simd, x, 4, channels, &mean, &squares)
        #expect(mean.allSatisfy { $0 == 1000 })
        #expect(squares == (1...channels).map { Float(20 * $0 * $0) })
    }

    @Test(arguments: Instructions.available, channels)
    func affineScalesAndShifts(instructions: Instructions, channels: Int) {
        let x = wholeNumbers(5 * channels, seed: 2)
        let scale = wholeNumbers(channels, seed: 3)
        let shift = wholeNumbers(channels, seed: 4)
        let expected = x.indices.map { x[$0] * scale[$0 % channels] + shift[$0 % channels] }
        var y = [Float](repeating: .nan, count: x.count)
        digit_affine(instructions.simd, x, 5, channels, scale, shift, false, &y)
        #expect(y == expected)
        digit_affine(instructions.simd, x, 5, channels, scale, shift, true, &y)
        #expect(y == expected.map { max($0, 0) })
    }

    @Test(arguments: Instructions.available, channels)
    func affineBackwardCountsOnlyWhatTheReLULetThrough(instructions: Instructions, channels: Int) {
        let (x, dy) = (wholeNumbers(5 * channels, seed: 5), wholeNumbers(5 * channels, seed: 6))
        let y = wholeNumbers(5 * channels, seed: 7)
        let (mean, factor) = (wholeNumbers(channels, seed: 8), wholeNumbers(channels, seed: 9))
        let (slope, shift) = (wholeNumbers(channels, seed: 10), wholeNumbers(channels, seed: 11))
        for masked in [false, true] {
            let delta = x.indices.map { !masked || y[$0] > 0 ? dy[$0] : 0 }
            var expectedSum = [Float](repeating: 0, count: channels)
            var expectedProduct = expectedSum
            for index in x.indices {
                expectedSum[index % channels] += delta[index]
                expectedProduct[index % channels] += delta[index] * (x[index] - mean[index % channels])
            }
            var (sum, product) = ([Float](repeating: .nan, count: channels), [Float](repeating: .nan, count: channels))
            let gate = masked ? y : nil
            digit_affine_sums(instructions.simd, x, gate, dy, 5, channels, mean, &sum, &product)
            #expect(sum == expectedSum)
            #expect(product == expectedProduct)

            var dx = [Float](repeating: .nan, count: x.count)
            digit_affine_backward(
                instructions.simd, x, gate, dy, 5, channels, mean, factor, slope, shift, &dx)
            #expect(
                dx
                    == x.indices.map {
                        let c = $0 % channels
                        return delta[$0] * factor[c] + (x[$0] - mean[c]) * slope[c] + shift[c]
                    })
        }
    }

    /// Windows of 2 x 3 that overlap: lines one apart, columns two.
    @Test(arguments: Instructions.available, channels)
    func poolingTakesTheLargestAndGivesItsDeltaToTheFirst(instructions: Instructions, channels: Int) {
        let (height, width) = (4, 7)
        var window = digit_window()
        (window.width, window.channels) = (width, channels)
        (window.kernel_height, window.kernel_width) = (2, 3)
        (window.vertical_stride, window.horizontal_stride) = (1, 2)
        (window.out_height, window.out_width) = (3, 3)
        let x = wholeNumbers(height * width * channels, seed: 12)
        let dy = wholeNumbers(9 * channels, seed: 13)
        var expected: [Float] = []
        var expectedDelta = [Float](repeating: 0, count: x.count)
        for row in 0..<3 {
            for column in 0..<3 {
                for channel in 0..<channels {
                    var best = -1
                    for k in 0..<2 {
                        for l in 0..<3 {
                            let at = ((row + k) * width + 2 * column + l) * channels + channel
                            if best < 0 || x[at] > x[best] { best = at }
                        }
                    }
                    expectedDelta[best] += dy[expected.count]
                    expected.append(x[best])
                }
            }
        }
        var y = [Float](repeating: .nan, count: 9 * channels)
        digit_max_pool(instructions.simd, &window, x, &y)
        #expect(y == expected)
        var dx = [Float](repeating: 0, count: x.count)
        digit_max_pool_backward(instructions.simd, &window, x, y, dy, &dx)
        #expect(dx == expectedDelta)
    }

    @Test func theBestInstructionSetIsOneThatIsThere() {
        #expect(digit_simd_is_supported(digit_simd_best()))
        #expect(digit_simd_is_supported(.baseline))
        #expect(
            [digit_simd.reference, .baseline, .avx2, .avx512, .avx512vnni].map {
                String(cString: digit_simd_name($0))
            } == ["reference", "baseline", "avx2", "avx512", "avx512vnni"])
    }
}
