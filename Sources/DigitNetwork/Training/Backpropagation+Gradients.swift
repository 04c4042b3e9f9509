extension Backpropagation {
    /// Forms the gradients of the batch that was propagated and, where a step is given, moves the weights along them.
    func collect(images rows: Int, step: OptimizerStep? = nil) {
        for (index, layer) in plan.layers.enumerated() {
            switch layer.kind {
            case .dense(let offset, _): collect(layer, index, offset, rows, step)
            case .convolution(let trained):
                addChunks(trained, Self.chunkCount(rows), step)
                if step != nil { prepare(layer) }
            case .normalization(let trained):
                step.map { move(trained.parameters, 2 * trained.channels, decays: false, $0) }
            default: continue
            }
        }
    }

    /// The gradients of a dense layer, weight row by weight row.
    private func collect(_ layer: TrainedLayer, _ index: Int, _ offset: Int, _ rows: Int, _ step: OptimizerStep?) {
        let source = input(of: index, 0)
        let deltas = delta(of: layer, 0)
        let gradients = self.gradients.pointer + offset
        // One row more than there are inputs: the biases.
        parallel(count: layer.inputs + 1, threads: threads, minimum: Self.minimumRows) { range in
            var terms = Terms(capacity: rows)
            for row in range {
                let result = gradients + row * layer.outputs
                result.update(repeating: 0, count: layer.outputs)
                if row < layer.inputs {
                    terms.gather(source + row, count: rows, stride: layer.inputs)
                    terms.accumulate(deltas, width: layer.outputs, into: result)
                } else {
                    add(deltas, rows: rows, width: layer.outputs, to: result)
                }
            }
            if let step { move(layer, offset, rows: range, step) }
        }
    }

    /// The sum of `rows` rows of deltas: the gradient of the biases.
    private func add(
        _ deltas: UnsafePointer<Float>, rows: Int, width: Int, to result: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<rows {
            for index in 0..<width { result[index] += deltas[row * width + index] }
        }
    }

    /// The optimizer's step for the rows `rows` of a dense layer; the row behind the last is the biases.
    private func move(_ layer: TrainedLayer, _ offset: Int, rows: Range<Int>, _ step: OptimizerStep) {
        let weightRows = rows.clamped(to: 0..<layer.inputs)
        let biasRows = rows.clamped(to: layer.inputs..<layer.inputs + 1)
        for (rows, decays) in [(weightRows, true), (biasRows, false)] where !rows.isEmpty {
            move(offset + rows.lowerBound * layer.outputs, rows.count * layer.outputs, decays: decays, step)
        }
        transpose(layer, rows: weightRows)
    }

    /// The optimizer's step for `count` parameters from `start` on.
    private func move(_ start: Int, _ count: Int, decays: Bool, _ step: OptimizerStep) {
        step.apply(
            weights: parameters.pointer + start, gradients: gradients.pointer + start, first: first.pointer + start,
            second: second.pointer + start, count: count, decays: decays)
    }

    /// The gradients of a convolution: those of the chunks, added in their order.
    private func addChunks(_ trained: TrainedConvolution, _ count: Int, _ step: OptimizerStep?) {
        let gradients = gradients.pointer + trained.parameters
        let chunks = chunks.pointer + trained.chunked
        parallel(count: trained.parameterCount, threads: threads, minimum: Self.minimumParameters) { range in
            (gradients + range.lowerBound).update(from: chunks + range.lowerBound, count: range.count)
            for chunk in 1..<max(count, 1) {
                let source = chunks + chunk * plan.chunked
                for index in range { gradients[index] += source[index] }
            }
            guard let step else { return }
            let weights = range.clamped(to: 0..<trained.weightCount)
            let biases = range.clamped(to: trained.weightCount..<trained.parameterCount)
            for (range, decays) in [(weights, true), (biases, false)] where !range.isEmpty {
                move(trained.parameters + range.lowerBound, range.count, decays: decays, step)
            }
        }
    }

    /// Parameters whose chunks and step are worth waking a thread for.
    private static var minimumParameters: Int { 8192 }
}

/// The gradients of a network's mean cross-entropy.
package struct Gradients: Sendable, Equatable {
    /// Of one layer.
    package struct Layer: Sendable, Equatable {
        /// In the order of the layer's weights; of a normalisation's scale.
        package let weights: [Float]
        /// [outputs]; of a normalisation's shift; empty where there are no biases.
        package let biases: [Float]
    }

    /// The mean cross-entropy in nats.
    package let loss: Double
    /// One entry a layer that learns, from the pixels on.
    package let layers: [Layer]
}

extension Network {
    /// The gradients of the mean cross-entropy over all of `data`, as one batch: what training follows, for the tests.
    ///
    /// - Throws: `notTrainable` where a layer has no gradient.
    package func gradients(
        _ data: TrainingData, threads: Int = 1, smoothing: Float = 0
    ) throws(NetworkError) -> Gradients {
        let engine = try Backpropagation(self, capacity: data.count, threads: threads, smoothing: smoothing)
        let outcome = engine.propagate(data, ArraySlice(0..<data.count))
        engine.collect(images: data.count)
        var layers: [Gradients.Layer] = []
        let gradients = engine.gradients.pointer
        for layer in engine.plan.layers {
            switch layer.kind {
            case .dense(let offset, _):
                let size = layer.inputs * layer.outputs
                layers.append(
                    Gradients.Layer(
                        weights: engine.array(gradients + offset, size),
                        biases: engine.array(gradients + offset + size, layer.outputs)))
            case .convolution(let trained):
                let (weights, biases) = engine.arrays(trained, in: gradients)
                layers.append(Gradients.Layer(weights: weights, biases: biases))
            case .normalization(let trained):
                let start = gradients + trained.parameters
                layers.append(
                    Gradients.Layer(
                        weights: engine.array(start, trained.channels),
                        biases: engine.array(start + trained.channels, trained.channels)))
            default: continue
            }
        }
        return Gradients(loss: outcome.loss / Double(data.count), layers: layers)
    }
}
