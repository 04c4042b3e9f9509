extension Backpropagation {
    /// Forms the gradients of the batch that was propagated and, where a step is given, moves the weights along them.
    func collect(images rows: Int, step: OptimizerStep? = nil) {
        for (index, layer) in plan.layers.enumerated() {
            guard case .dense(let offset, _) = layer.kind else { continue }
            let source = inputs(of: index)
            let deltas = self.deltas.pointer + layer.values
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
                if let step { move(layer, rows: range, step) }
            }
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
    private func move(_ layer: TrainedLayer, rows: Range<Int>, _ step: OptimizerStep) {
        guard case .dense(let offset, _) = layer.kind else { return }
        let weightRows = rows.clamped(to: 0..<layer.inputs)
        let biasRows = rows.clamped(to: layer.inputs..<layer.inputs + 1)
        for (rows, decays) in [(weightRows, true), (biasRows, false)] where !rows.isEmpty {
            let start = offset + rows.lowerBound * layer.outputs
            step.apply(
                weights: parameters.pointer + start, gradients: gradients.pointer + start,
                first: first.pointer + start, second: second.pointer + start, count: rows.count * layer.outputs,
                decays: decays)
        }
        transpose(layer, rows: weightRows)
    }
}

/// The gradients of a network's mean cross-entropy.
package struct Gradients: Sendable, Equatable {
    /// Of one dense layer.
    package struct Layer: Sendable, Equatable {
        /// [inputs, outputs], as the weights are.
        package let weights: [Float]
        /// [outputs].
        package let biases: [Float]
    }

    /// The mean cross-entropy in nats.
    package let loss: Double
    /// One entry a dense layer, from the pixels on.
    package let layers: [Layer]
}

extension Network {
    /// The gradients of the mean cross-entropy over all of `data`, as one batch: what training follows, for the tests.
    ///
    /// - Throws: `notTrainable` where a layer has no gradient.
    package func gradients(_ data: TrainingData, threads: Int = 1) throws(NetworkError) -> Gradients {
        let engine = try Backpropagation(self, capacity: data.count, threads: threads)
        let outcome = engine.propagate(data, ArraySlice(0..<data.count))
        engine.collect(images: data.count)
        var layers: [Gradients.Layer] = []
        for layer in engine.plan.layers {
            guard case .dense(let offset, _) = layer.kind else { continue }
            let (weights, biases) = engine.arrays(engine.gradients, at: offset, layer)
            layers.append(Gradients.Layer(weights: weights, biases: biases))
        }
        return Gradients(loss: outcome.loss / Double(data.count), layers: layers)
    }
}
