extension Network {
    /// Takes `rows` images through all layers, a tile at a time.
    ///
    /// A row never meets another one: its sums run over its own inputs in their order, whatever the batch. That is why
    /// row i of any batch equals the single result bit for bit.
    ///
    /// - Parameters:
    ///   - source: [rows, inputs].
    ///   - rows: the number of images.
    ///   - output: [rows, outputs], overwritten with the last layer's values.
    ///   - workspace: scratch memory made for this network.
    func forward(
        _ source: RowSource, rows: Int, into output: UnsafeMutablePointer<Float>,
        using workspace: inout InferenceWorkspace
    ) {
        requireShape(
            workspace.widest >= max(inputs, widestOutput) && workspace.inputRange == inputRange, "inference workspace",
            expected: "one for rows of \(max(inputs, widestOutput)) values, input range \(inputRange)",
            found: "one for \(workspace.widest), \(workspace.inputRange)")
        var row = 0
        while row < rows {
            let count = min(workspace.tile, rows - row)
            forwardTile(source.advanced(by: row * inputs), rows: count, into: output + row * outputs, using: &workspace)
            row += count
        }
    }

    private func forwardTile(
        _ source: RowSource, rows: Int, into output: UnsafeMutablePointer<Float>,
        using workspace: inout InferenceWorkspace
    ) {
        var (front, back) = (workspace.front.pointer, workspace.back.pointer)
        var width = inputs
        var current = source
        for layer in layers {
            switch layer {
            case .dense(let dense):
                dense.forward(current, rows: rows, into: back, terms: &workspace.terms, table: workspace.table)
                swap(&front, &back)
                width = dense.outputs
            case .activation(let activation):
                if case .pixels = current {
                    workspace.table.withUnsafeBufferPointer { table in
                        guard let table = table.baseAddress else { return }
                        current.copy(count: rows * width, table: table, to: front)
                    }
                } else if case .values(let base) = current, base != UnsafePointer(front) {
                    front.update(from: base, count: rows * width)
                }
                activation.apply(to: front, count: rows * width)
            }
            current = .values(front)
        }
        output.update(from: front, count: rows * width)
    }
}

extension Dense {
    /// y = x W + b for `rows` rows: x is [rows, inputs], y is [rows, outputs].
    func forward(
        _ source: RowSource, rows: Int, into output: UnsafeMutablePointer<Float>, terms: inout Terms, table: [Float]
    ) {
        weights.withUnsafeBufferPointer { weights in
            biases.withUnsafeBufferPointer { biases in
                table.withUnsafeBufferPointer { table in
                    guard let weights = weights.baseAddress, let biases = biases.baseAddress,
                        let table = table.baseAddress
                    else { return }
                    denseForward(
                        source, rows: rows, inputs: inputs, outputs: outputs, weights: weights, biases: biases,
                        table: table, terms: &terms, into: output)
                }
            }
        }
    }
}

/// y = x W + b: x [rows, inputs], W [inputs, outputs], b [outputs], y [rows, outputs].
func denseForward(
    _ source: RowSource, rows: Int, inputs: Int, outputs: Int, weights: UnsafePointer<Float>,
    biases: UnsafePointer<Float>, table: UnsafePointer<Float>, terms: inout Terms,
    into output: UnsafeMutablePointer<Float>
) {
    for row in 0..<rows {
        switch source {
        case .pixels(let base): terms.gather(base + row * inputs, count: inputs, table: table)
        case .values(let base): terms.gather(base + row * inputs, count: inputs)
        }
        let result = output + row * outputs
        // Adding 0 makes a positive zero of a negative one: only then does leaving out zeros change no bit.
        for index in 0..<outputs { result[index] = biases[index] + 0 }
        terms.accumulate(weights, width: outputs, into: result)
    }
}
