import CDigitKernels

/// What a network prepares once, when it is made, so that no prediction has to.
struct InferencePlan: Sendable {
    /// How a dense network predicts from pixels; `nil` where it has other layers.
    let dense: DensePlan?
    /// Of each layer, the convolution in its faster form; `nil` where there is none.
    let convolutions: [WinogradConvolution?]
    /// Of each layer, the convolution that leaves out a picture's blank margins; `nil` where there is none.
    let stages: [PictureStage?]
    /// The most floats that a picture with its border has in any layer.
    let largestPaddedPicture: Int
    /// The scratch memory of predictions that bring none of their own.
    let idle = IdleWorkspaces()

    /// - Parameters:
    ///   - layers: the network's.
    ///   - inputShape: `[n]` or `[channels, height, width]`.
    ///   - shapes: what each layer gives.
    ///   - inputRange: what a pixel becomes before the first layer.
    init(_ layers: [Layer], inputShape: [Int], shapes: [[Int]], inputRange: InputRange) {
        let inputs = inputShape.reduce(1, *)
        // A normalisation that cannot be taken in, since a weight would become infinite, is calculated layer by layer.
        dense = DensePlan((try? Network.folded(layers)) ?? layers, inputs: inputs, inputRange: inputRange)
        let faster = layers.map { layer -> WinogradConvolution? in
            guard case .conv2D(let convolution) = layer else { return nil }
            return WinogradConvolution(convolution)
        }
        convolutions = faster
        stages = Self.stages(
            layers, inputShape: inputShape, shapes: shapes, faster: faster, blank: inputRange(0))
        largestPaddedPicture = layers.indices.reduce(0) { largest, index in
            let (input, output) = (index == 0 ? inputShape : shapes[index - 1], shapes[index])
            if case .conv2D(let convolution) = layers[index] {
                return max(largest, ConvolutionShape(convolution, input: input, output: output).paddedCount)
            }
            return max(largest, PoolingShape(layers[index], input: input, output: output)?.paddedCount ?? 0)
        }
    }

    /// The convolutions that a network of one channel begins with, as long as no other layer comes in between.
    private static func stages(
        _ layers: [Layer], inputShape: [Int], shapes: [[Int]], faster: [WinogradConvolution?], blank: Float
    ) -> [PictureStage?] {
        var stages = [PictureStage?](repeating: nil, count: layers.count)
        guard inputShape.count == 3, inputShape[0] == 1 else { return stages }
        let image = ScratchBuffer<Float>(count: inputShape.reduce(1, *))
        image.pointer.update(repeating: blank, count: image.count)
        var input = UnsafePointer(image.pointer)
        var index = 0
        while index < layers.count, case .conv2D(let convolution) = layers[index], convolution.keepsSize {
            let relu = index + 1 < layers.count && layers[index + 1] == .activation(.relu)
            let behind = index + (relu ? 2 : 1)
            let pool = faster[index] != nil && behind < layers.count && layers[behind].isHalving
            let next = behind + (pool ? 1 : 0)
            var isFollowed = false
            if next < layers.count, case .conv2D(let following) = layers[next] { isFollowed = following.keepsSize }
            let stage = PictureStage(
                convolution, faster: faster[index],
                place: ConvolutionShape(
                    convolution, input: index == 0 ? inputShape : shapes[index - 1], output: shapes[index]),
                relu: relu, pool: pool, isFollowed: isFollowed, next: next, input: input)
            stages[index] = stage
            input = stage.blankOutput
            index = next
        }
        return stages
    }

    /// Floats of scratch memory that the convolutions need, one at a time.
    var convolutionScratch: Int { convolutions.reduce(0) { max($0, $1?.scratchCount ?? 0) } }
}

extension InferencePlan: Equatable {
    /// A plan follows from the network that it belongs to, which is what is compared.
    static func == (left: InferencePlan, right: InferencePlan) -> Bool { true }
}

extension Conv2D {
    /// Whether the window is 3x3, with a padding and a stride of 1.
    var keepsSize: Bool {
        window.height == 3 && window.width == 3 && window.verticalStride == 1 && window.horizontalStride == 1
            && window.padding == Window.Padding(1)
    }
}
