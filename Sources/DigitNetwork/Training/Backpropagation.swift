/// A network in training: its weights, the values and gradients of a batch, and the optimizer's memory.
///
/// N is the images of a batch, I and O a layer's inputs and outputs. A batch takes three strides, and in each of them
/// every number is one sum in a fixed order, so that threads change no bit:
/// 1. forward, the loss, and back, image by image: values and deltas [N, O];
/// 2. the gradients, weight row by weight row: g[i, o] = sum over n of x[n, i] delta[n, o], in the order of the images;
/// 3. the optimizer's step, right behind, while the row is in the cache.
/// No image has a gradient of its own, and nothing is added up across threads.
struct Backpropagation: ~Copyable {
    let plan: TrainedLayers
    let network: Network
    /// The most images that a batch may have.
    let capacity: Int
    let threads: Int

    /// [parameters] each: what is learned, its gradients, and the optimizer's two running means.
    let parameters: ScratchBuffer<Float>
    let gradients: ScratchBuffer<Float>
    let first: ScratchBuffer<Float>
    let second: ScratchBuffer<Float>
    /// The weights again, each layer's transposed.
    let transposed: ScratchBuffer<Float>
    /// [capacity, inputs]: the scaled images.
    let images: ScratchBuffer<Float>
    /// The outputs of all layers, and the gradients of the loss with respect to them.
    let values: ScratchBuffer<Float>
    let deltas: ScratchBuffer<Float>
    /// [capacity] each: the loss of an image, and 1 where it was recognised.
    let losses: ScratchBuffer<Float>
    let hits: ScratchBuffer<Float>
    /// What each of the 256 pixel values becomes.
    let table: [Float]

    /// Starts from the weights of `network`.
    ///
    /// - Throws: `notTrainable`, see ``TrainedLayers``.
    init(_ network: Network, capacity: Int, threads: Int) throws(NetworkError) {
        plan = try TrainedLayers(network, capacity: capacity)
        self.network = network
        self.capacity = capacity
        self.threads = threads
        parameters = ScratchBuffer(count: plan.parameters)
        gradients = ScratchBuffer(count: plan.parameters)
        first = ScratchBuffer(count: plan.parameters)
        second = ScratchBuffer(count: plan.parameters)
        transposed = ScratchBuffer(count: plan.transposed)
        images = ScratchBuffer(count: capacity * network.inputs)
        values = ScratchBuffer(count: plan.values)
        deltas = ScratchBuffer(count: plan.values)
        losses = ScratchBuffer(count: capacity)
        hits = ScratchBuffer(count: capacity)
        table = network.inputRange.table
        for (layer, trained) in zip(network.layers, plan.layers) {
            guard case .dense(let dense) = layer, case .dense(let offset, _) = trained.kind else { continue }
            let memory = parameters.pointer + offset
            for (index, weight) in dense.weights.enumerated() { memory[index] = weight }
            for (index, bias) in dense.biases.enumerated() { memory[dense.weights.count + index] = bias }
            transpose(trained, rows: 0..<dense.inputs)
        }
    }

    /// Copies the rows `rows` of a dense layer's weights into the columns of their transposed form.
    func transpose(_ layer: TrainedLayer, rows: Range<Int>) {
        guard case .dense(let parameters, let transposed) = layer.kind else { return }
        let source = self.parameters.pointer + parameters
        let target = self.transposed.pointer + transposed
        for row in rows {
            for column in 0..<layer.outputs {
                target[column * layer.inputs + row] = source[row * layer.outputs + column]
            }
        }
    }

    /// The network with the weights as they are now.
    ///
    /// - Throws: `notFinite` where training went wrong.
    func snapshot() throws(NetworkError) -> Network {
        var layers = network.layers
        for (index, trained) in plan.layers.enumerated() {
            guard case .dense(let offset, _) = trained.kind else { continue }
            let (weights, biases) = arrays(parameters, at: offset, trained)
            layers[index] = .dense(
                try Dense(inputs: trained.inputs, outputs: trained.outputs, weights: weights, biases: biases))
        }
        return try Network(inputs: network.inputs, inputRange: network.inputRange, layers: layers)
    }

    /// A dense layer's part of a memory that is laid out as the parameters are: weights [I, O] and biases [O].
    func arrays(
        _ memory: borrowing ScratchBuffer<Float>, at offset: Int, _ layer: TrainedLayer
    ) -> (weights: [Float], biases: [Float]) {
        let size = layer.inputs * layer.outputs
        let start = memory.pointer + offset
        return (
            Array(UnsafeBufferPointer(start: start, count: size)),
            Array(UnsafeBufferPointer(start: start + size, count: layer.outputs))
        )
    }
}
