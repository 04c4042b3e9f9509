import CDigitKernels

/// Where the numbers of a pooling lie for pictures [H, W, C] of a certain size.
struct PoolingShape: Sendable {
    /// What becomes of the values under the window.
    enum Kind: Sendable {
        case max
        case average(countsPadding: Bool)
    }

    let kind: Kind
    let channels: Int
    let height: Int
    let width: Int
    let outHeight: Int
    let outWidth: Int
    let window: Window

    /// The picture with its border, which only the largest value needs: a mean looks at what is inside alone.
    var paddedHeight: Int { height + window.padding.top + window.padding.bottom }
    var paddedWidth: Int { width + window.padding.left + window.padding.right }
    /// Floats of scratch memory that the pooling needs, twice.
    var paddedCount: Int { window.padding.isEmpty ? 0 : paddedHeight * paddedWidth * channels }

    /// `nil` where the layer is no pooling; the input is [C, H, W], the output [C, outH, outW] or [C].
    init?(_ layer: Layer, input: [Int], output: [Int]) {
        switch layer {
        case .maxPool(let window): (kind, self.window) = (.max, window)
        case .averagePool(let window, let countsPadding):
            (kind, self.window) = (.average(countsPadding: countsPadding), window)
        case .globalMaxPool: (kind, window) = (.max, Window(covering: input))
        case .globalAveragePool: (kind, window) = (.average(countsPadding: false), Window(covering: input))
        default: return nil
        }
        (channels, height, width) = (input[0], input[1], input[2])
        (outHeight, outWidth) = output.count == 3 ? (output[1], output[2]) : (1, 1)
    }

    /// The window as the kernels take it, over the padded picture.
    var kernelWindow: digit_window {
        var result = digit_window()
        (result.width, result.channels) = (paddedWidth, channels)
        (result.kernel_height, result.kernel_width) = (window.height, window.width)
        (result.vertical_stride, result.horizontal_stride) = (window.verticalStride, window.horizontalStride)
        (result.out_height, result.out_width) = (outHeight, outWidth)
        return result
    }

    /// The lines and columns of the picture under the window of one output pixel, and the pixels that a mean divides by.
    func covered(row: Int, column: Int) -> (rows: Range<Int>, columns: Range<Int>, count: Float) {
        let top = row * window.verticalStride - window.padding.top
        let left = column * window.horizontalStride - window.padding.left
        let rows = max(top, 0)..<min(top + window.height, height)
        let columns = max(left, 0)..<min(left + window.width, width)
        if case .average(countsPadding: true) = kind {
            return (rows, columns, Float(window.height * window.width))
        }
        return (rows, columns, Float(rows.count * columns.count))
    }
}
