/// What a batch came to, before the step that it led to.
struct BatchOutcome {
    let images: Int
    /// The sum of its images' cross-entropies, in nats.
    let loss: Double
    /// How many were recognised.
    let correct: Int
}

extension Backpropagation {
    /// Takes the images `data[order]` forward to the loss and back to the deltas of every layer.
    ///
    /// The loss is the mean over these images, however few they are: the deltas are divided by their number.
    func propagate(
        _ data: TrainingData, _ order: ArraySlice<Int>, _ context: BatchContext = BatchContext()
    ) -> BatchOutcome {
        let rows = order.count
        for (number, stage) in plan.stages.enumerated() {
            let isLast = number == plan.stages.count - 1
            eachBlock(rows) { block, worker in
                if number == 0 { load(data, order, block, context) }
                for layer in stage { forward(layer, block.rows, &worker, context) }
                if isLast {
                    for row in block.rows {
                        compare(row, label: Int(data.labels[order[order.startIndex + row]]), batch: rows)
                    }
                } else if case .normalization(let next) = plan.layers[stage.upperBound].kind {
                    for row in block.rows { measure(next, row, input(of: stage.upperBound, row)) }
                }
            }
            if !isLast, case .normalization(let next) = plan.layers[stage.upperBound].kind {
                gather(next, images: rows)
            }
        }
        for (number, stage) in plan.stages.enumerated().reversed() {
            // The normalisation that the next stage began with ends this one on the way back.
            let last = number == plan.stages.count - 1 ? stage.upperBound - 1 : stage.upperBound
            let head = normalization(at: stage.lowerBound)
            let end = max(plan.firstTrained, stage.lowerBound + (head == nil ? 0 : 1))
            guard last >= plan.firstTrained else { break }
            eachBlock(rows) { block, worker in
                for layer in stride(from: last, through: end, by: -1) { backward(layer, block, &worker, context) }
                if let head, stage.lowerBound >= plan.firstTrained {
                    let layer = plan.layers[stage.lowerBound]
                    for row in block.rows {
                        measureBack(
                            head, row, x: input(of: stage.lowerBound, row), y: output(of: layer, row),
                            dy: delta(of: layer, row))
                    }
                }
            }
            if let head, stage.lowerBound >= plan.firstTrained { gatherBack(head, images: rows) }
        }
        var (loss, correct) = (0.0, 0)
        for row in 0..<rows {
            loss += Double(losses.pointer[row])
            correct += hits.pointer[row] > 0 ? 1 : 0
        }
        return BatchOutcome(images: rows, loss: loss, correct: correct)
    }

    /// Rows of a batch, or of a weight matrix, that are worth waking a thread for.
    static var minimumRows: Int { 16 }

    /// Some images of a batch that pass the layers of a stage together, and the chunk that they belong to.
    struct Block {
        let rows: Range<Int>
        let chunk: Int
        /// Whether they are the first of their chunk: its sums begin with them.
        let isFirst: Bool
    }

    /// Memory of one thread.
    struct Worker: ~Copyable {
        var terms: Terms
        /// [border] each.
        let border: UnsafeMutablePointer<Float>
        let secondBorder: UnsafeMutablePointer<Float>
    }

    /// Works on all images, block by block: a picture by itself, since its values fill the cache; rows of numbers
    /// together, since they share the weights.
    private func eachBlock(_ rows: Int, _ work: (Block, inout Worker) -> Void) {
        let count = Self.chunkCount(rows)
        parallelParts(count: count, threads: threads, minimum: 1) { part, chunks in
            let border = borders.pointer + 2 * part * plan.border
            var worker = Worker(
                terms: Terms(capacity: plan.widestDense), border: border, secondBorder: border + plan.border)
            for chunk in chunks {
                let range = rows * chunk / count..<rows * (chunk + 1) / count
                if plan.hasPictures {
                    for row in range {
                        let block = Block(rows: row..<row + 1, chunk: chunk, isFirst: row == range.lowerBound)
                        work(block, &worker)
                    }
                } else {
                    work(Block(rows: range, chunk: chunk, isFirst: true), &worker)
                }
            }
        }
    }

    /// The normalisation that a layer is, if it is one.
    private func normalization(at index: Int) -> TrainedNormalization? {
        if case .normalization(let layer) = plan.layers[index].kind { layer } else { nil }
    }

    /// The values that a layer gets: [N, I], from one row on.
    func input(of index: Int, _ row: Int) -> UnsafeMutablePointer<Float> {
        let start = index == 0 ? images.pointer : values.pointer + plan.layers[index - 1].values
        return start + row * plan.layers[index].inputs
    }

    /// The values that a layer gives: [N, O], from one row on.
    func output(of layer: TrainedLayer, _ row: Int) -> UnsafeMutablePointer<Float> {
        values.pointer + layer.values + row * layer.outputs
    }

    /// The gradient of the loss with respect to them, likewise.
    func delta(of layer: TrainedLayer, _ row: Int) -> UnsafeMutablePointer<Float> {
        deltas.pointer + layer.values + row * layer.outputs
    }

    /// Brings images into the batch: changed where the training asks for it, as numbers, a pixel's channels side by side.
    private func load(_ data: TrainingData, _ order: ArraySlice<Int>, _ block: Block, _ context: BatchContext) {
        let inputs = network.inputs
        data.images.withUnsafeBufferPointer { images in
            table.withUnsafeBufferPointer { table in
                guard let images = images.baseAddress, let table = table.baseAddress else { return }
                for row in block.rows {
                    let index = order[order.startIndex + row]
                    let target = self.images.pointer + row * inputs
                    var pixels = images + index * inputs
                    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: inputs) { changed in
                        if let augmentation = context.augmentation, let changed = changed.baseAddress {
                            var generator = context.augmentationGenerator(image: index)
                            augmentation.apply(
                                to: pixels, shape: network.inputShape, into: changed, using: &generator)
                            pixels = UnsafePointer(changed)
                        }
                        RowSource.pixels(pixels).copy(count: inputs, table: table, to: target)
                    }
                    bringChannelsInside(target)
                }
            }
        }
    }

    private func bringChannelsInside(_ image: UnsafeMutablePointer<Float>) {
        guard !PictureLayout.isTrivial(network.inputShape) else { return }
        let (channels, inputs) = (network.inputShape[0], network.inputs)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: inputs) { copy in
            guard let copy = copy.baseAddress else { return }
            copy.initialize(from: image, count: inputs)
            PictureLayout.transpose(copy, rows: channels, columns: inputs / channels, into: image)
        }
    }

    /// The loss of one image and its gradient with respect to the logits: (softmax - target) / N.
    private func compare(_ row: Int, label: Int, batch: Int) {
        guard let last = plan.layers.last else { return }
        let logits = output(of: last, row)
        let deltas = delta(of: last, row)
        let classes = last.outputs
        let loss = crossEntropy(logits, classes: classes, label: label)
        hits.pointer[row] = argmax(logits, count: classes) == label ? 1 : 0
        deltas.update(from: logits, count: classes)
        softmaxRows(deltas, rows: 1, classes: classes)
        guard smoothing > 0 else {
            losses.pointer[row] = loss
            deltas[label] -= 1
            for index in 0..<classes { deltas[index] /= Float(batch) }
            return
        }
        // The cross-entropy with every class is the one with the true class plus the distance between the two logits.
        let share = smoothing / Float(classes)
        var distances: Float = 0
        for index in 0..<classes { distances += logits[label] - logits[index] }
        losses.pointer[row] = loss + share * distances
        deltas[label] -= 1 - smoothing
        for index in 0..<classes { deltas[index] = (deltas[index] - share) / Float(batch) }
    }
}
