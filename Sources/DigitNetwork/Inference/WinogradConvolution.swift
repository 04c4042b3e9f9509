import CDigitKernels

/// A convolution of 3x3 with a padding and a stride of 1, with its weights in the form that takes 36 multiplications in place
/// of 144; see `digit_winograd`.
final class WinogradConvolution: Sendable {
    /// Below so many channels, on either side, more time goes into bringing pictures to that form than is won.
    private static let fewestChannels = 8

    /// Pixels a side of the squares that are calculated at once.
    static let side = 4

    private let channels: Int
    private let outputs: Int
    private let weights: ScratchBuffer<Float>
    private let biases: ScratchBuffer<Float>

    /// `nil` where the convolution is of another kind, or would not be faster.
    init?(_ convolution: Conv2D) {
        guard convolution.keepsSize, convolution.inputChannels >= Self.fewestChannels,
            convolution.outputChannels >= Self.fewestChannels, InstructionSet.current != .reference
        else { return nil }
        channels = convolution.inputChannels
        outputs = convolution.outputChannels
        weights = ScratchBuffer(count: digit_winograd_size(channels, outputs))
        digit_winograd_pack(convolution.weights, channels, outputs, weights.pointer)
        biases = ScratchBuffer(count: outputs)
        for (index, bias) in (convolution.biases ?? []).enumerated() { biases.pointer[index] = bias }
    }

    /// Floats of scratch memory that ``forward(_:height:width:_:relu:pool:into:scratch:)`` needs.
    var scratchCount: Int { digit_winograd_scratch(channels, outputs) }

    /// y [H, W, O] out of x [H, W, C], or the largest of each 2 x 2 of it where `pool`: of it, the pixels of `part`, which is
    /// such squares, or all.
    func forward(
        _ x: UnsafePointer<Float>, height: Int, width: Int, _ part: InkRegion? = nil, relu: Bool, pool: Bool,
        into y: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let part = part ?? InkRegion(height: height, width: width)
        var shape = digit_winograd_shape(
            height: height, width: width, channels: channels, outputs: outputs, top: part.top, bottom: part.bottom,
            left: part.left, right: part.right, relu: relu, pool: pool)
        digit_winograd(simd, &shape, x, weights.pointer, biases.pointer, scratch, y)
    }
}
