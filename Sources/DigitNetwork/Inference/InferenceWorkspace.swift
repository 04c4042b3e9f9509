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
    /// Of each image of the tile, where it has ink: top, bottom, left and right.
    let ink: ScratchBuffer<Int>
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
        padded = ScratchBuffer(uninitializedCount: network.plan.largestPaddedPicture)
        ink = ScratchBuffer(count: 4 * tile)
        dense = ScratchBuffer(uninitializedCount: network.plan.dense.map { $0.scratchCount(rows: $0.tile) } ?? 0)
        products = ScratchBuffer(uninitializedCount: network.plan.convolutionScratch)
    }
}

extension ScratchBuffer where Element == Int {
    /// Where the image of that number has ink.
    subscript(image number: Int) -> InkRegion {
        get {
            let place = pointer + 4 * number
            return InkRegion(top: place[0], bottom: place[1], left: place[2], right: place[3])
        }
        nonmutating set {
            let place = pointer + 4 * number
            (place[0], place[1], place[2], place[3]) = (newValue.top, newValue.bottom, newValue.left, newValue.right)
        }
    }
}
