import CDigitKernels

/// What a network prepares once, when it is made, so that no prediction has to.
struct InferencePlan: Sendable {
    /// How a dense network predicts from pixels; `nil` where it has other layers.
    let dense: DensePlan?
    /// Of each layer, the convolution in its faster form; `nil` where there is none.
    let convolutions: [WinogradConvolution?]

    /// - Parameters:
    ///   - layers: the network's.
    ///   - inputs: values an image has.
    ///   - inputRange: what a pixel becomes before the first layer.
    init(_ layers: [Layer], inputs: Int, inputRange: InputRange) {
        // A normalisation that cannot be taken in, since a weight would become infinite, is calculated layer by layer.
        dense = DensePlan((try? Network.folded(layers)) ?? layers, inputs: inputs, inputRange: inputRange)
        convolutions = layers.map { layer in
            guard case .conv2D(let convolution) = layer else { return nil }
            return WinogradConvolution(convolution)
        }
    }

    /// Floats of scratch memory that the convolutions need, one at a time.
    var convolutionScratch: Int { convolutions.reduce(0) { max($0, $1?.scratchCount ?? 0) } }
}

extension InferencePlan: Equatable {
    /// A plan follows from the network that it belongs to, which is what is compared.
    static func == (left: InferencePlan, right: InferencePlan) -> Bool { true }
}
