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
    func propagate(_ data: TrainingData, _ order: ArraySlice<Int>) -> BatchOutcome {
        let rows = order.count
        data.images.withUnsafeBufferPointer { images in
            data.labels.withUnsafeBufferPointer { labels in
                order.withUnsafeBufferPointer { order in
                    table.withUnsafeBufferPointer { table in
                        guard let images = images.baseAddress, let labels = labels.baseAddress,
                            let order = order.baseAddress, let table = table.baseAddress
                        else { return }
                        parallel(count: rows, threads: threads, minimum: Self.minimumRows) { range in
                            for row in range {
                                RowSource.pixels(images + order[row] * network.inputs).copy(
                                    count: network.inputs, table: table,
                                    to: self.images.pointer + row * network.inputs)
                            }
                            var terms = Terms(capacity: max(network.inputs, network.widestOutput))
                            forward(range, &terms, table)
                            for row in range {
                                compare(row, label: Int(labels[order[row]]), batch: rows)
                            }
                            backward(range, &terms)
                        }
                    }
                }
            }
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

    /// The values that a layer gets: [N, I].
    func inputs(of index: Int) -> UnsafeMutablePointer<Float> {
        index == 0 ? images.pointer : values.pointer + plan.layers[index - 1].values
    }

    /// The outputs of every layer for the images `range` of the batch.
    private func forward(_ range: Range<Int>, _ terms: inout Terms, _ table: UnsafePointer<Float>) {
        for (index, layer) in plan.layers.enumerated() {
            let source = inputs(of: index) + range.lowerBound * layer.inputs
            let target = values.pointer + layer.values + range.lowerBound * layer.outputs
            switch layer.kind {
            case .dense(let offset, _):
                let weights = parameters.pointer + offset
                denseForward(
                    .values(source), rows: range.count, inputs: layer.inputs, outputs: layer.outputs, weights: weights,
                    biases: weights + layer.inputs * layer.outputs, table: table, terms: &terms, into: target)
            case .activation(let activation):
                target.update(from: source, count: range.count * layer.outputs)
                activation.apply(to: target, count: range.count * layer.outputs)
            }
        }
    }

    /// The loss of one image and its gradient with respect to the logits: (softmax - one-hot) / N.
    private func compare(_ row: Int, label: Int, batch: Int) {
        guard let last = plan.layers.last else { return }
        let logits = values.pointer + last.values + row * last.outputs
        let deltas = self.deltas.pointer + last.values + row * last.outputs
        losses.pointer[row] = crossEntropy(logits, classes: last.outputs, label: label)
        hits.pointer[row] = argmax(logits, count: last.outputs) == label ? 1 : 0
        deltas.update(from: logits, count: last.outputs)
        softmaxRows(deltas, rows: 1, classes: last.outputs)
        deltas[label] -= 1
        for index in 0..<last.outputs { deltas[index] /= Float(batch) }
    }

    /// The deltas of every layer from the last but one down to the first one with weights.
    private func backward(_ range: Range<Int>, _ terms: inout Terms) {
        for index in stride(from: plan.layers.count - 1, to: plan.firstDense, by: -1) {
            let layer = plan.layers[index]
            let deltas = self.deltas.pointer + layer.values + range.lowerBound * layer.outputs
            let result =
                self.deltas.pointer + plan.layers[index - 1].values + range.lowerBound * layer.inputs
            switch layer.kind {
            case .dense(_, let offset):
                result.update(repeating: 0, count: range.count * layer.inputs)
                for row in 0..<range.count {
                    terms.gather(deltas + row * layer.outputs, count: layer.outputs)
                    terms.accumulate(
                        transposed.pointer + offset, width: layer.inputs, into: result + row * layer.inputs)
                }
            case .activation(let activation):
                activation.backward(
                    outputs: values.pointer + layer.values + range.lowerBound * layer.outputs, deltas: deltas,
                    into: result, count: range.count * layer.outputs)
            }
        }
    }
}
