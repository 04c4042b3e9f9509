import CDigitKernels

extension Network {
    /// Takes `rows` images through all layers, a tile at a time.
    ///
    /// A row never meets another one: its sums run over its own inputs in their order, whatever the batch. That is why
    /// row i of any batch equals the single result bit for bit.
    ///
    /// - Parameters:
    ///   - source: [rows, inputs].
    ///   - rows: the number of images.
    ///   - softmax: whether the last layer's values become probabilities.
    ///   - output: [rows, outputs], overwritten with the last layer's values.
    ///   - workspace: scratch memory made for this network.
    func forward(
        _ source: RowSource, rows: Int, softmax: Bool, into output: UnsafeMutablePointer<Float>,
        using workspace: inout InferenceWorkspace
    ) {
        requireShape(
            workspace.widest >= max(inputs, widestOutput) && workspace.inputRange == inputRange, "inference workspace",
            expected: "one for rows of \(max(inputs, widestOutput)) values, input range \(inputRange)",
            found: "one for \(workspace.widest), \(workspace.inputRange)")
        let border = plan.largestPaddedPicture
        requireShape(
            workspace.padded.count >= border, "inference workspace", expected: "one for pictures of \(border) values",
            found: "one for \(workspace.padded.count)")
        if let plan = plan.dense, case .pixels(let pixels) = source {
            let needed = plan.scratchCount(rows: rows)
            requireShape(
                workspace.dense.count >= needed, "inference workspace", expected: "one for \(needed) values",
                found: "one for \(workspace.dense.count)")
            plan.forward(pixels, rows: rows, softmax: softmax, into: output, scratch: workspace.dense.pointer)
            return
        }
        requireShape(
            workspace.products.count >= plan.convolutionScratch, "inference workspace",
            expected: "one for \(plan.convolutionScratch) values between products",
            found: "one for \(workspace.products.count)")
        var row = 0
        while row < rows {
            let count = min(workspace.tile, rows - row)
            forwardTile(source.advanced(by: row * inputs), rows: count, into: output + row * outputs, using: &workspace)
            row += count
        }
        if softmax { softmaxRows(output, rows: rows, classes: outputs) }
    }

    private func forwardTile(
        _ source: RowSource, rows: Int, into output: UnsafeMutablePointer<Float>,
        using workspace: inout InferenceWorkspace
    ) {
        var (front, back) = (workspace.front.pointer, workspace.back.pointer)
        var current = source
        // Pixels that a dense layer multiplies are looked up on the way; all others are numbers first.
        if case .dense = layers[0] {
        } else {
            load(source, rows: rows, workspace.table, scratch: back, into: front)
            current = .values(front)
            findInk(source, rows: rows, workspace.ink)
        }
        var index = 0
        while index < layers.count {
            let shape = shapes[index]
            let width = shape.reduce(1, *)
            switch layers[index] {
            case .dense(let dense):
                dense.forward(current, rows: rows, into: back, terms: &workspace.terms, table: workspace.table)
                swap(&front, &back)
            case .activation(let activation): activation.apply(to: front, count: rows * width)
            case .conv2D:
                if let stage = plan.stages[index] {
                    let inputWidth = inputShape(of: index).reduce(1, *)
                    for row in 0..<rows {
                        // A variable of its own: given `&workspace.ink[image: row]`, Swift 6.3's compiler ends when it builds
                        // for the thread sanitizer.
                        var ink = workspace.ink[image: row]
                        stage.forward(
                            front + row * inputWidth, &ink, into: back + row * stage.outputCount,
                            padded: workspace.padded.pointer, products: workspace.products.pointer)
                        workspace.ink[image: row] = ink
                    }
                    index = stage.next - 1
                } else {
                    index = convolve(index, rows: rows, front, into: back, using: workspace)
                }
                swap(&front, &back)
            case .batchNormalization(let normalization):
                let pixels = rows * width / normalization.channels
                digit_affine(
                    simd, front, pixels, normalization.channels, normalization.factors, normalization.offsets, false,
                    back)
                swap(&front, &back)
            case .maxPool, .averagePool, .globalMaxPool, .globalAveragePool:
                let input = inputShape(of: index)
                guard let pooling = PoolingShape(layers[index], input: input, output: shape) else { break }
                for row in 0..<rows {
                    pooling.forward(
                        front + row * input.reduce(1, *), into: back + row * width, padded: workspace.padded.pointer)
                }
                swap(&front, &back)
            case .flatten:
                let input = inputShape(of: index)
                guard !PictureLayout.isTrivial(input) else { break }
                for row in 0..<rows {
                    PictureLayout.transpose(
                        front + row * width, rows: width / input[0], columns: input[0], into: back + row * width)
                }
                swap(&front, &back)
            case .dropout: break
            }
            current = .values(front)
            index += 1
        }
        output.update(from: front, count: rows * outputs)
    }

    /// Takes images through the convolution of number `index` and what can be calculated along with it; returns the last layer
    /// that was.
    private func convolve(
        _ index: Int, rows: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
        using workspace: borrowing InferenceWorkspace
    ) -> Int {
        guard case .conv2D(let convolution) = layers[index] else { return index }
        let place = ConvolutionShape(convolution, input: inputShape(of: index), output: shapes[index])
        let relu = index + 1 < layers.count && layers[index + 1] == .activation(.relu)
        let faster = plan.convolutions[index]
        let next = index + (relu ? 2 : 1)
        let pool = faster != nil && next < layers.count && layers[next].isHalving
        let inputWidth = place.height * place.width * place.channels
        let outputWidth = shapes[pool ? next : index].reduce(1, *)
        for row in 0..<rows {
            let (x, y) = (x + row * inputWidth, y + row * outputWidth)
            if let faster {
                faster.forward(
                    x, height: place.height, width: place.width, relu: relu, pool: pool, into: y,
                    scratch: workspace.products.pointer)
            } else {
                let all = InkRegion(height: place.outHeight, width: place.outWidth)
                convolution.forward(x, place, all, relu: relu, into: y, padded: workspace.padded.pointer)
            }
        }
        return pool ? next : next - 1
    }

    /// Where the images have ink, which is everywhere if they are not pixels of one channel.
    private func findInk(_ source: RowSource, rows: Int, _ ink: borrowing ScratchBuffer<Int>) {
        guard plan.stages[0] != nil else { return }
        let (height, width) = (inputShape[1], inputShape[2])
        for row in 0..<rows {
            switch source {
            case .pixels(let pixels):
                ink[image: row] = InkRegion(of: pixels + row * inputs, height: height, width: width)
            case .values: ink[image: row] = InkRegion(height: height, width: width)
            }
        }
    }

    /// The images as numbers, with the channels of a pixel side by side.
    private func load(
        _ source: RowSource, rows: Int, _ table: [Float], scratch: UnsafeMutablePointer<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        let trivial = PictureLayout.isTrivial(inputShape)
        table.withUnsafeBufferPointer { table in
            guard let table = table.baseAddress else { return }
            source.copy(count: rows * inputs, table: table, to: trivial ? target : scratch)
        }
        guard !trivial else { return }
        for row in 0..<rows {
            PictureLayout.transpose(
                scratch + row * inputs, rows: inputShape[0], columns: inputs / inputShape[0],
                into: target + row * inputs)
        }
    }
}

extension Layer {
    /// Whether it takes the largest of each 2x2 pixels, side by side.
    var isHalving: Bool {
        guard case .maxPool(let window) = self else { return false }
        return window.height == 2 && window.width == 2 && window.verticalStride == 2 && window.horizontalStride == 2
            && window.padding.isEmpty
    }
}

extension Conv2D {
    /// y [outH, outW, O] out of x [H, W, C].
    ///
    /// - Parameters:
    ///   - x: [H, W, C].
    ///   - place: where the numbers lie for this size of a picture.
    ///   - part: the pixels of y that are calculated.
    ///   - relu: whether y takes the positive part alone.
    ///   - y: [outH, outW, O], of which `part` is overwritten.
    ///   - padded: the picture's border, `place.paddedCount` floats.
    func forward(
        _ x: UnsafePointer<Float>, _ place: ConvolutionShape, _ part: InkRegion, relu: Bool,
        into y: UnsafeMutablePointer<Float>, padded: UnsafeMutablePointer<Float>
    ) {
        var product = place.forward(relu: relu)
        (product.groups, product.rows) = (part.bottom - part.top, part.right - part.left)
        var source = x
        if !window.padding.isEmpty {
            place.pad(x, into: padded)
            source = UnsafePointer(padded)
        }
        source += part.top * product.a_group + part.left * product.a_row
        let target = y + part.top * product.c_group + part.left * product.c_row
        packed.withUnsafeBufferPointer { packed in
            guard let packed = packed.baseAddress else { return }
            if let biases {
                digit_multiply(simd, &product, source, packed, biases, target)
            } else {
                digit_multiply(simd, &product, source, packed, nil, target)
            }
        }
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
