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

    let inputRange: InputRange
    /// What each of the 256 pixel values becomes.
    let table: [Float]
    let widest: Int
    /// Images that go through all layers together.
    let tile: Int
    var terms: Terms
    /// [tile, widest] each: a dense layer reads the one and writes the other.
    let front: ScratchBuffer<Float>
    let back: ScratchBuffer<Float>

    /// Makes the scratch memory that `network` needs; it serves any network no wider and of the same input range.
    public init(for network: Network) {
        inputRange = network.inputRange
        table = network.inputRange.table
        widest = max(network.inputs, network.widestOutput)
        terms = Terms(capacity: widest)
        tile = max(1, min(Self.largestTile, Self.largestTileValues / widest))
        front = ScratchBuffer(count: tile * widest)
        back = ScratchBuffer(count: tile * widest)
    }
}
