import CDigitKernels

/// Where the numbers of a convolution lie for a picture of a certain size: forward, back, and for its gradients.
///
/// All three are one sum of products, see `digit_product`, over pictures [H, W, C]. A border is real: the picture is
/// copied into the middle of zeros, which takes a few percent of the time that the sums take, and leaves them without
/// any case for an edge.
struct ConvolutionShape: Sendable {
    let channels: Int
    let outputs: Int
    let window: Window
    let height: Int
    let width: Int
    let outHeight: Int
    let outWidth: Int

    /// The picture with its border.
    var paddedHeight: Int { height + window.padding.top + window.padding.bottom }
    var paddedWidth: Int { width + window.padding.left + window.padding.right }
    /// The deltas spread out for the way back, see ``spread(_:into:)``.
    var spreadHeight: Int { height + window.height - 1 }
    var spreadWidth: Int { width + window.width - 1 }

    /// Floats that ``pad(_:into:)`` and ``spread(_:into:)`` write.
    var paddedCount: Int { paddedHeight * paddedWidth * channels }
    var spreadCount: Int { spreadHeight * spreadWidth * outputs }

    /// - Parameters:
    ///   - convolution: whose channels and window count.
    ///   - input: [C, H, W].
    ///   - output: [O, outH, outW].
    init(_ convolution: Conv2D, input: [Int], output: [Int]) {
        channels = convolution.inputChannels
        outputs = convolution.outputChannels
        window = convolution.window
        (height, width) = (input[1], input[2])
        (outHeight, outWidth) = (output[1], output[2])
    }

    /// y [outH, outW, O] out of the padded picture [H', W', C] and the packed weights [K, L, C, O].
    func forward(relu: Bool) -> digit_product {
        var product = digit_product()
        (product.groups, product.rows, product.segments) = (outHeight, outWidth, window.height)
        (product.steps, product.columns) = (window.width * channels, outputs)
        product.a_group = window.verticalStride * paddedWidth * channels
        (product.a_row, product.a_step) = (window.horizontalStride * channels, 1)
        product.a_segment = paddedWidth * channels
        (product.c_group, product.c_row) = (outWidth * outputs, outputs)
        product.relu = relu
        return product
    }

    /// dx [H, W, C] out of the spread deltas [H + K - 1, W + L - 1, O] and the packed weights [K, L, O, C], turned around.
    var backward: digit_product {
        var product = digit_product()
        (product.groups, product.rows, product.segments) = (height, width, window.height)
        (product.steps, product.columns) = (window.width * outputs, channels)
        (product.a_group, product.a_segment) = (spreadWidth * outputs, spreadWidth * outputs)
        (product.a_row, product.a_step) = (outputs, 1)
        (product.c_group, product.c_row) = (width * channels, channels)
        return product
    }

    /// dW [K, L, C, O] out of the padded picture [H', W', C] and the deltas [outH, outW, O].
    ///
    /// The window's lines are the groups, its columns and channels the rows, and the positions of the window what is
    /// added up. Where `accumulate`, it is added to dW.
    func gradient(accumulate: Bool) -> digit_product {
        var product = digit_product()
        (product.groups, product.rows) = (window.height, window.width * channels)
        (product.segments, product.steps, product.columns) = (outHeight, outWidth, outputs)
        (product.a_group, product.a_row) = (paddedWidth * channels, 1)
        product.a_segment = window.verticalStride * paddedWidth * channels
        product.a_step = window.horizontalStride * channels
        (product.b_segment, product.b_step) = (outWidth * outputs, outputs)
        (product.c_group, product.c_row) = (window.width * channels * outputs, outputs)
        product.accumulate = accumulate
        return product
    }
}
