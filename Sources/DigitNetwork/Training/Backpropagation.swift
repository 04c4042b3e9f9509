/// A network in training: its weights, the values and gradients of a batch, and the optimizer's memory.
///
/// N is the images of a batch, I and O a layer's inputs and outputs. A batch takes three strides, and in each of them
/// every number is one sum in a fixed order, so that threads change no bit:
/// 1. forward, the loss, and back, image by image: values and deltas [N, O]. At a normalisation all images meet: what
///    each of them adds up to is added in the order of the images. The gradients of a convolution are added up for each
///    chunk of images, and the chunks depend on N alone;
/// 2. the gradients: those of the chunks in their order, and those of a dense layer weight row by weight row,
///    g[i, o] = sum over n of x[n, i] delta[n, o], in the order of the images;
/// 3. the optimizer's step, right behind, while the numbers are in the cache.
struct Backpropagation: ~Copyable {
    let plan: TrainedLayers
    let network: Network
    /// The most images that a batch may have.
    let capacity: Int
    let threads: Int
    /// The part of the target that all classes share, see ``TrainingOptions/labelSmoothing``.
    let smoothing: Float

    /// [parameters] each: what is learned, its gradients, and the optimizer's two running means.
    let parameters: ScratchBuffer<Float>
    let gradients: ScratchBuffer<Float>
    let first: ScratchBuffer<Float>
    let second: ScratchBuffer<Float>
    /// The dense weights again, each layer's transposed, and those of the convolutions packed.
    let transposed: ScratchBuffer<Float>
    let packed: ScratchBuffer<Float>
    /// [chunks, chunked]: the gradients of the convolutions, each chunk's for itself.
    let chunks: ScratchBuffer<Float>
    /// The kept means and variances of the normalisations.
    let kept: ScratchBuffer<Float>
    /// What images and batches add up to, for the normalisations.
    let sums: ScratchBuffer<Float>
    let batch: ScratchBuffer<Float>
    /// The moving averages of what is learned and of what is kept; without an average, nothing.
    let averages: ScratchBuffer<Float>
    /// [capacity, inputs]: the scaled images.
    let images: ScratchBuffer<Float>
    /// The outputs of all layers, and the gradients of the loss with respect to them.
    let values: ScratchBuffer<Float>
    let deltas: ScratchBuffer<Float>
    /// [threads, 2, border]: pictures with a border.
    let borders: ScratchBuffer<Float>
    /// [capacity] each: the loss of an image, and 1 where it was recognised.
    let losses: ScratchBuffer<Float>
    let hits: ScratchBuffer<Float>
    /// What each of the 256 pixel values becomes.
    let table: [Float]

    /// Starts from the weights of `network`.
    ///
    /// - Parameters:
    ///   - network: where to start.
    ///   - capacity: the most images that a batch may have.
    ///   - threads: how many may work at the same time.
    ///   - smoothing: the part of the target that all classes share.
    ///   - averages: whether a moving average of the weights is kept.
    /// - Throws: `notTrainable`, see ``TrainedLayers``.
    init(
        _ network: Network, capacity: Int, threads: Int, smoothing: Float = 0, averages: Bool = false
    ) throws(NetworkError) {
        plan = try TrainedLayers(network, capacity: capacity)
        self.network = network
        self.capacity = capacity
        self.threads = threads
        self.smoothing = smoothing
        parameters = ScratchBuffer(count: plan.parameters)
        gradients = ScratchBuffer(count: plan.parameters)
        first = ScratchBuffer(count: plan.parameters)
        second = ScratchBuffer(count: plan.parameters)
        transposed = ScratchBuffer(count: plan.transposed)
        packed = ScratchBuffer(count: plan.packed)
        chunks = ScratchBuffer(count: plan.chunked * Self.chunkCount(capacity))
        kept = ScratchBuffer(count: plan.kept)
        sums = ScratchBuffer(count: plan.sums)
        batch = ScratchBuffer(count: plan.batch)
        self.averages = ScratchBuffer(count: averages ? plan.parameters + plan.kept : 0)
        images = ScratchBuffer(count: capacity * network.inputs)
        values = ScratchBuffer(count: plan.values)
        // The kernels may read a little behind the last delta.
        deltas = ScratchBuffer(count: plan.values + Self.slack)
        let parts = min(threads, Self.chunkCount(capacity))
        borders = ScratchBuffer(count: 2 * plan.border * parts)
        losses = ScratchBuffer(count: capacity)
        hits = ScratchBuffer(count: capacity)
        table = network.inputRange.table
        load()
        if averages {
            self.averages.pointer.update(from: parameters.pointer, count: plan.parameters)
            (self.averages.pointer + plan.parameters).update(from: kept.pointer, count: plan.kept)
        }
    }

    /// The chunks that a batch of `rows` images is cut into: as many as threads may find work, and no more than the sum
    /// over them is worth.
    static func chunkCount(_ rows: Int) -> Int { max(1, min(16, rows / 8)) }
}
