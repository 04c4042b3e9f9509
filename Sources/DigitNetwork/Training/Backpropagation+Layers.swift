import CDigitKernels

extension Backpropagation {
    /// The outputs of a layer for some images of the batch.
    func forward(_ index: Int, _ rows: Range<Int>, _ worker: inout Worker, _ context: BatchContext) {
        let layer = plan.layers[index]
        let (source, target) = (input(of: index, rows.lowerBound), output(of: layer, rows.lowerBound))
        switch layer.kind {
        case .dense(let offset, _):
            let weights = parameters.pointer + offset
            table.withUnsafeBufferPointer { table in
                guard let table = table.baseAddress else { return }
                denseForward(
                    .values(source), rows: rows.count, inputs: layer.inputs, outputs: layer.outputs, weights: weights,
                    biases: weights + layer.inputs * layer.outputs, table: table, terms: &worker.terms, into: target)
            }
        case .activation(let activation):
            target.update(from: source, count: rows.count * layer.outputs)
            activation.apply(to: target, count: rows.count * layer.outputs)
        case .convolution(let trained):
            var product = trained.shape.forward(relu: false)
            for row in rows {
                let x = padded(input(of: index, row), trained.shape, worker.border)
                let biases = trained.hasBiases ? parameters.pointer + trained.parameters + trained.weightCount : nil
                digit_multiply(simd, &product, x, packed.pointer + trained.packed, biases, output(of: layer, row))
            }
        case .normalization(let trained):
            digit_affine(
                simd, source, rows.count * trained.pixels, trained.channels, part(.factor, of: trained),
                part(.offset, of: trained), trained.relu, target)
        case .pooling(let shape):
            for row in rows {
                shape.forward(input(of: index, row), into: output(of: layer, row), padded: worker.border)
            }
        case .flatten(let channels, let pixels):
            for row in rows {
                PictureLayout.transpose(
                    input(of: index, row), rows: pixels, columns: channels, into: output(of: layer, row))
            }
        case .dropout(let rate):
            for row in rows {
                thin(input(of: index, row), into: output(of: layer, row), layer, rate, index, row, context)
            }
        }
    }

    /// The gradients of a layer's weights for some images and, unless the layer is the first that has any, the deltas of
    /// the layer before it.
    func backward(_ index: Int, _ block: Block, _ worker: inout Worker, _ context: BatchContext) {
        let layer = plan.layers[index]
        if case .convolution(let trained) = layer.kind { addGradients(trained, index, block, worker.border) }
        guard index > plan.firstTrained else { return }
        let before = plan.layers[index - 1]
        let rows = block.rows
        let (deltas, result) = (delta(of: layer, rows.lowerBound), delta(of: before, rows.lowerBound))
        switch layer.kind {
        case .dense(_, let offset):
            result.update(repeating: 0, count: rows.count * layer.inputs)
            for row in 0..<rows.count {
                worker.terms.gather(deltas + row * layer.outputs, count: layer.outputs)
                worker.terms.accumulate(
                    transposed.pointer + offset, width: layer.inputs, into: result + row * layer.inputs)
            }
        case .activation(let activation):
            activation.backward(
                outputs: output(of: layer, rows.lowerBound), deltas: deltas, into: result,
                count: rows.count * layer.outputs)
        case .convolution(let trained):
            var product = trained.shape.backward
            for row in rows {
                trained.shape.spread(delta(of: layer, row), into: worker.border)
                digit_multiply(
                    simd, &product, worker.border, packed.pointer + trained.turned, nil, delta(of: before, row))
            }
        case .normalization(let trained):
            for row in rows {
                digit_affine_backward(
                    simd, input(of: index, row), trained.relu ? output(of: layer, row) : nil, delta(of: layer, row),
                    trained.pixels, trained.channels, part(.mean, of: trained), part(.factor, of: trained),
                    part(.slope, of: trained), part(.pull, of: trained), delta(of: before, row))
            }
        case .pooling(let shape):
            for row in rows {
                shape.backward(
                    x: input(of: index, row), y: output(of: layer, row), dy: delta(of: layer, row),
                    into: delta(of: before, row), padded: worker.border, deltas: worker.secondBorder)
            }
        case .flatten(let channels, let pixels):
            for row in rows {
                PictureLayout.transpose(
                    delta(of: layer, row), rows: channels, columns: pixels, into: delta(of: before, row))
            }
        case .dropout(let rate):
            for row in rows {
                thin(delta(of: layer, row), into: delta(of: before, row), layer, rate, index, row, context)
            }
        }
    }

    /// The picture in its border; itself where it has none.
    private func padded(
        _ x: UnsafePointer<Float>, _ shape: ConvolutionShape, _ border: UnsafeMutablePointer<Float>
    ) -> UnsafePointer<Float> {
        guard !shape.window.padding.isEmpty else { return x }
        shape.pad(x, into: border)
        return UnsafePointer(border)
    }

    /// Adds the gradients of a convolution's weights and biases to those of the images' chunk.
    private func addGradients(
        _ trained: TrainedConvolution, _ index: Int, _ block: Block, _ border: UnsafeMutablePointer<Float>
    ) {
        let shape = trained.shape
        let gradients = chunks.pointer + block.chunk * plan.chunked + trained.chunked
        for row in block.rows {
            let isFirst = block.isFirst && row == block.rows.lowerBound
            let deltas = delta(of: plan.layers[index], row)
            var product = shape.gradient(accumulate: !isFirst)
            digit_multiply(simd, &product, padded(input(of: index, row), shape, border), deltas, nil, gradients)
            guard trained.hasBiases else { continue }
            let biases = gradients + trained.weightCount
            if isFirst { biases.update(repeating: 0, count: shape.outputs) }
            for pixel in 0..<shape.outHeight * shape.outWidth {
                for output in 0..<shape.outputs { biases[output] += deltas[pixel * shape.outputs + output] }
            }
        }
    }

    /// Drops each value with the probability `rate` and makes the others larger for it; the same ones in the deltas as
    /// in the values, since the same numbers decide.
    private func thin(
        _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, _ layer: TrainedLayer, _ rate: Float,
        _ index: Int, _ row: Int, _ context: BatchContext
    ) {
        var generator = context.dropoutGenerator(layer: index, row: row)
        let scale = 1 / (1 - rate)
        for value in 0..<layer.outputs { target[value] = generator.unit() < rate ? 0 : source[value] * scale }
    }
}
