/// Scratch memory for predictions, made once and used again: with it, a prediction allocates nothing.
///
/// ```swift
/// var workspace = InferenceWorkspace(for: network)
/// var output = probabilities.mutableSpan
/// network.predict(images.span, into: &output, using: &workspace)
/// ```
///
/// It has one owner, which is one thread at a time. Its size depends on the network alone, not on the batch.
public struct InferenceWorkspace: ~Copyable, Sendable {
    /// The most images that go through all layers together, while their values are in the cache.
    static let largestTile = 32
    /// Values that a tile may have between two layers: a very wide network takes fewer images at a time, so that the
    /// memory stays in proportion to its weights.
    static let largestTileValues = 1 << 17
    /// The same for pictures, which share no weights that would have to be in the cache: one image at a time is best.
    static let largestPictureTileValues = 1 << 14

    let inputRange: InputRange
    /// What each of the 256 pixel values becomes.
    let table: [Float]
    let widest: Int
    /// Images that go through all layers together.
    let tile: Int
    var terms: Terms
    /// [tile, widest] each: a layer reads the one and writes the other.
    let front: ScratchBuffer<Float>
    let back: ScratchBuffer<Float>
    /// One picture with its border.
    let padded: ScratchBuffer<Float>
    /// What a dense network needs to predict from pixels.
    let dense: ScratchBuffer<Float>
    /// What lies between the products of a convolution.
    let products: ScratchBuffer<Float>

    /// Makes the scratch memory that `network` needs; it serves any network no wider and of the same input range.
    public init(for network: Network) {
        inputRange = network.inputRange
        table = network.inputRange.table
        widest = max(network.inputs, network.widestOutput)
        terms = Terms(capacity: widest)
        let values = network.inputShape.count == 3 ? Self.largestPictureTileValues : Self.largestTileValues
        tile = max(1, min(Self.largestTile, values / widest))
        front = ScratchBuffer(uninitializedCount: tile * widest)
        back = ScratchBuffer(uninitializedCount: tile * widest)
        padded = ScratchBuffer(uninitializedCount: network.largestPaddedPicture)
        dense = ScratchBuffer(uninitializedCount: network.plan.dense.map { $0.scratchCount(rows: $0.tile) } ?? 0)
        products = ScratchBuffer(uninitializedCount: network.plan.convolutionScratch)
    }
}

extension Network {
    /// The most floats that a picture with its border has in any layer.
    var largestPaddedPicture: Int {
        layers.indices.reduce(0) { largest, index in
            let (input, output) = (inputShape(of: index), shapes[index])
            if case .conv2D(let convolution) = layers[index] {
                return max(largest, ConvolutionShape(convolution, input: input, output: output).paddedCount)
            }
            return max(largest, PoolingShape(layers[index], input: input, output: output)?.paddedCount ?? 0)
        }
    }
}
