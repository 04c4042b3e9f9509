import CDigitKernels

// The orders of a convolution's weights: [O, C, K, L] outside, [K, L, C, O] in the sums and in training, and that packed
// into panels for the kernels.
extension Conv2D {
    /// [O, C, K, L] to [K, L, C, O].
    static func innermostOutputs(_ weights: [Float], shape: [Int]) -> [Float] {
        let (outputs, channels, area) = (shape[0], shape[1], shape[2] * shape[3])
        var result = [Float](repeating: 0, count: weights.count)
        for output in 0..<outputs {
            for channel in 0..<channels {
                for position in 0..<area {
                    result[(position * channels + channel) * outputs + output] =
                        weights[(output * channels + channel) * area + position]
                }
            }
        }
        return result
    }

    /// [K, L, C, O] to [O, C, K, L].
    static func outermostOutputs(_ weights: UnsafePointer<Float>, shape: [Int]) -> [Float] {
        let (outputs, channels, area) = (shape[0], shape[1], shape[2] * shape[3])
        var result = [Float](repeating: 0, count: outputs * channels * area)
        for output in 0..<outputs {
            for channel in 0..<channels {
                for position in 0..<area {
                    result[(output * channels + channel) * area + position] =
                        weights[(position * channels + channel) * outputs + output]
                }
            }
        }
        return result
    }

    /// [steps, columns] in panels.
    static func packed(_ weights: [Float], steps: Int, columns: Int) -> [Float] {
        var result = [Float](repeating: 0, count: digit_packed_size(steps, columns))
        digit_pack(weights, steps, columns, &result)
        return result
    }
}
