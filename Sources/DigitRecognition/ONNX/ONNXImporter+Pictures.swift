import DigitFormats
import DigitNetwork

// Convolution, pooling and normalisation: what works on [C, H, W].
extension ONNXImporter {
    mutating func convolution(_ step: inout ONNXStep) throws -> ONNXFlow {
        let (unpadded, zeros) = step.unpadded()
        step = unpadded
        var flow = try step.logits()
        let weights = try step.constant(1)
        let biases = step.has(2) ? try step.constant(2) : nil
        try step.expect("group", 1, standard: 1)
        guard weights.shape.count == 4, weights.elementType.isFloatingPoint, weights.count > 0 else {
            throw ONNXRefusal(
                "its weights should be numbers [O, C, K, L], they are \(weights.elementType) \(weights.shape)")
        }
        guard flow.isPicture() else {
            guard zeros == nil else { throw notAPicture(flow) }
            return try pixelwise(flow, weights, biases, &step)
        }
        let shape = weights.shape
        try spend(weights: weights.count)
        let kernel = try step.ints("kernel_shape") ?? Array(shape[2...])
        guard kernel == Array(shape[2...]) else { throw ONNXRefusal("kernel_shape \(kernel) is not that of \(shape)") }
        let window = try window(kernel, over: flow.view, around: zeros, &step).window
        try flow.append(
            .conv2D(
                try Conv2D(
                    inputChannels: shape[1], outputChannels: shape[0], window: window, weights: weights.floats(),
                    biases: biases?.floats())))
        return flow
    }

    /// A convolution of one pixel over a picture of one pixel, as behind a global pooling: a dense layer.
    private mutating func pixelwise(
        _ flow: ONNXFlow, _ weights: Tensor, _ biases: Tensor?, _ step: inout ONNXStep
    ) throws -> ONNXFlow {
        guard flow.view == [flow.count, 1, 1], Array(weights.shape[2...]) == [1, 1],
            try step.ints("pads") ?? [] == [] || step.ints("pads") == [0, 0, 0, 0]
        else { throw notAPicture(flow) }
        step.ignore("kernel_shape", "strides", "dilations", "auto_pad")
        var result = try dense(
            flow, weights: weights, inputs: weights.shape[1], outputs: weights.shape[0], transposed: true,
            biases: biases)
        result.view += [1, 1]
        return result
    }

    mutating func pooling(_ step: inout ONNXStep) throws -> ONNXFlow {
        var flow = try step.logits()
        guard flow.isPicture() else { throw notAPicture(flow) }
        guard let kernel = try step.ints("kernel_shape") else { throw ONNXRefusal("it has no kernel_shape") }
        let roundsUp = try step.int("ceil_mode", 0) != 0
        let (window, excess) = try window(kernel, over: flow.view, roundingUp: roundsUp, &step)
        if step.node.operation == "MaxPool" {
            try step.expect("storage_order", 0, standard: 0)
            try flow.append(.maxPool(window))
        } else {
            let countsPadding = try step.int("count_include_pad", 0) != 0
            guard !countsPadding || !excess else {
                throw ONNXRefusal("ceil_mode with count_include_pad divides by other numbers at the border")
            }
            try flow.append(.averagePool(window, countsPadding: countsPadding))
        }
        return flow
    }

    /// Zeros around a picture, which the convolution behind takes into its own border.
    mutating func pad(_ step: inout ONNXStep) throws -> ONNXValue {
        var flow = try step.logits()
        let mode = try step.string("mode", "constant")
        let value = step.has(2) ? try step.constant(2).floats() : [try step.float("value", 0)]
        let sizes = step.has(1) ? try step.integers(1) : try step.ints("pads") ?? []
        guard !step.has(3), mode == "constant", value.allSatisfy({ $0 == 0 }) else {
            throw ONNXRefusal("only zeros are put around a picture, not those of the mode \(String(shown: mode))")
        }
        guard sizes.contains(where: { $0 != 0 }) else { return .flow(flow) }
        guard flow.isPicture(), sizes.count == 8, [0, 1, 4, 5].allSatisfy({ sizes[$0] == 0 }) else {
            throw notAPicture(flow)
        }
        flow.padding = Window.Padding(top: sizes[2], left: sizes[3], bottom: sizes[6], right: sizes[7])
        return .flow(flow)
    }

    func globalPooling(_ layer: Layer, _ step: inout ONNXStep) throws -> ONNXFlow {
        var flow = try step.logits()
        guard flow.isPicture() else { throw notAPicture(flow) }
        try flow.append(layer)
        flow.view += [1, 1]
        return flow
    }

    /// A mean or maximum over two axes, which is a global pooling where they are a picture's lines and columns.
    mutating func reduction(_ layer: Layer, _ step: inout ONNXStep) throws -> ONNXFlow {
        var flow = try step.logits()
        let given = step.has(1) ? try step.integers(1) : try step.ints("axes")
        let keeps = try step.int("keepdims", 1) != 0
        step.ignore("noop_with_empty_axes")
        _ = flow.isPicture()
        let rank = flow.view.count + 1
        guard let given, !given.isEmpty, flow.shape.count == 3 else { throw notAPicture(flow) }
        let axes = Set(try given.map { try axis($0, rank: rank) - 1 })
        guard !axes.contains(-1) else { throw ONNXRefusal("it mixes images") }
        let kept = flow.view.indices.map { axes.contains($0) ? 1 : flow.view[$0] }
        try spend(flow.count)
        // Every value that is taken together must be of one channel, and the channels must come out in their order.
        let area = flow.channels.area
        let isPooling =
            kept.reduce(1, *) == flow.channels.count
            && ONNXBroadcast.indices(of: kept, in: flow.view).enumerated().allSatisfy { place, channel in
                (flow.order?[place] ?? place) / area == channel
            }
        guard isPooling else { throw notAPicture(flow) }
        let view = flow.view.indices.compactMap { axes.contains($0) ? (keeps ? 1 : nil) : flow.view[$0] }
        try flow.append(layer)
        flow.view = view
        return flow
    }

    mutating func normalization(_ step: inout ONNXStep) throws -> ONNXFlow {
        var flow = try step.logits()
        try step.expect("training_mode", 0, standard: 0)
        try step.expect("spatial", 1, standard: 1)
        let epsilon = try step.float("epsilon", 1e-5)
        // The share that stays is written with few decimals; 1 - 0.9 should be 0.1 again.
        let momentum = Float(((1 - Double(try step.float("momentum", 0.9))) * 1e6).rounded() / 1e6)
        var parameters = try (1...4).map { try step.constant($0).floats() }
        if !flow.isPicture() {
            guard flow.view.first == flow.count else { throw notAPicture(flow) }
            if let order = flow.order, parameters.allSatisfy({ $0.count == order.count }) {
                parameters = parameters.map { values in
                    var moved = values
                    for (place, index) in order.enumerated() { moved[index] = values[place] }
                    return moved
                }
            }
            try flow.flatten()
        }
        try flow.appendElementwise(
            .batchNormalization(
                try BatchNormalization(
                    scale: parameters[0], shift: parameters[1], mean: parameters[2], variance: parameters[3],
                    epsilon: epsilon, momentum: momentum)))
        return flow
    }

    private func notAPicture(_ flow: ONNXFlow) -> ONNXRefusal {
        ONNXRefusal(
            "it should get a picture [C, H, W], it gets \(flow.view)\(flow.order == nil ? "" : " in another order")")
    }
}
