import DigitFormats
import DigitNetwork

// Addition, subtraction, multiplication and division, with what stands in the file.
extension ONNXImporter {
    mutating func arithmetic(_ step: inout ONNXStep) throws -> ONNXValue {
        switch (step[0], step[1]) {
        case (.flow(let flow), .flow(let other)):
            throw ONNXRefusal("it joins two branches, \(flow.view) and \(other.view); a network here has one")
        case (.flow, _):
            let (flow, constant) = (try step.logits(0), try step.constant(1))
            switch step.node.operation {
            case "Add": return .flow(try affine(flow, constant) { (1, $0) })
            case "Sub": return .flow(try affine(flow, constant) { (1, -$0) })
            case "Mul": return .flow(try affine(flow, constant) { ($0, 0) })
            default: return .flow(try affine(flow, constant) { (1 / $0, 0) })
            }
        case (_, .flow):
            let (flow, constant) = (try step.logits(1), try step.constant(0))
            switch step.node.operation {
            case "Add": return .flow(try affine(flow, constant) { (1, $0) })
            case "Sub": return .flow(try affine(flow, constant) { (-1, $0) })
            case "Mul": return .flow(try affine(flow, constant) { ($0, 0) })
            default: throw ONNXRefusal("it divides by the images")
            }
        case (.constant(let a), .constant(let b)) where a.elementType.isFloatingPoint && b.elementType.isFloatingPoint:
            return .constant(try combined(a, b, step))
        default: return try integers(step)
        }
    }

    /// x scale + shift, taken into the layer before where that has weights.
    ///
    /// - Parameters:
    ///   - start: The images.
    ///   - constant: What the node adds or multiplies with, broadcast to the view.
    ///   - terms: Scale and shift for one of its numbers.
    /// - Returns: The images with the change.
    /// - Throws: ``ONNXRefusal`` where a channel would get more than one; `NetworkError`.
    mutating func affine(
        _ start: ONNXFlow, _ constant: Tensor, _ terms: (Float) -> (scale: Float, shift: Float)
    ) throws -> ONNXFlow {
        var flow = start
        let values = try channelValues(constant, flow).map(terms)
        if flow.layers.isEmpty, let first = values.first, values.allSatisfy({ $0 == first }) {
            let (scale, shift) = flow.scaling
            flow.scaling = (scale * first.scale, shift * first.scale + first.shift)
            return flow
        }
        let (scale, shift) = (values.map(\.scale), values.map(\.shift))
        switch flow.layers.last {
        case .conv2D(let layer):
            try spend(weights: layer.weights.count)
            flow.replaceLast(with: .conv2D(try layer.scaled(by: scale, shift: shift)))
        case .dense(let layer):
            try spend(weights: layer.weights.count)
            flow.replaceLast(with: .dense(try layer.scaled(by: scale, shift: shift)))
        case .batchNormalization(let layer):
            flow.replaceLast(
                with: .batchNormalization(
                    try BatchNormalization(
                        scale: scale.indices.map { layer.scale[$0] * scale[$0] },
                        shift: shift.indices.map { layer.shift[$0] * scale[$0] + shift[$0] }, mean: layer.mean,
                        variance: layer.variance, epsilon: layer.epsilon, momentum: layer.momentum)))
        default: try flow.appendElementwise(.batchNormalization(try .scaling(scale, shift: shift)))
        }
        return flow
    }

    /// The numbers of an array for each channel of what the last layer gives; they may not differ within one.
    private mutating func channelValues(_ constant: Tensor, _ flow: ONNXFlow) throws -> [Float] {
        guard constant.elementType.isFloatingPoint else {
            throw ONNXRefusal("it takes \(constant.elementType), not real numbers")
        }
        let shape =
            constant.shape.count > flow.view.count && constant.shape[0] == 1
            ? Array(constant.shape.dropFirst()) : constant.shape
        let aligned = [Int](repeating: 1, count: max(flow.view.count - shape.count, 0)) + shape
        guard aligned.count == flow.view.count, zip(aligned, flow.view).allSatisfy({ $0 == 1 || $0 == $1 }) else {
            throw ONNXRefusal("an array \(constant.shape) does not fit the images, \(flow.view) each")
        }
        let (channels, area) = flow.channels
        let numbers = constant.floats()
        guard numbers.count > 1 else { return [Float](repeating: numbers.first ?? 0, count: channels) }
        try spend(flow.count)
        var values = [Float?](repeating: nil, count: channels)
        for (place, index) in ONNXBroadcast.indices(of: aligned, in: flow.view).enumerated() {
            let channel = (flow.order?[place] ?? place) / area
            guard (values[channel] ?? numbers[index]) == numbers[index] else {
                throw ONNXRefusal("an array \(constant.shape) differs from pixel to pixel, not from channel to channel")
            }
            values[channel] = numbers[index]
        }
        return values.compactMap { $0 }
    }

    /// Two arrays of the file, number by number.
    private mutating func combined(_ a: Tensor, _ b: Tensor, _ step: ONNXStep) throws -> Tensor {
        guard let shape = ONNXBroadcast.shape(a.shape, b.shape) else {
            throw ONNXRefusal("arrays \(a.shape) and \(b.shape) do not fit each other")
        }
        try spend(shape.count(limit: Self.maximumWork))
        let (left, right) = (a.floats(), b.floats())
        let places = zip(ONNXBroadcast.indices(of: a.shape, in: shape), ONNXBroadcast.indices(of: b.shape, in: shape))
        let values: [Float] =
            switch step.node.operation {
            case "Add": places.map { left[$0] + right[$1] }
            case "Sub": places.map { left[$0] - right[$1] }
            case "Mul": places.map { left[$0] * right[$1] }
            default: places.map { left[$0] / right[$1] }
            }
        return Tensor(values, shape: shape)
    }

    /// Two lists of sizes, or a list and a single one.
    private func integers(_ step: ONNXStep) throws -> ONNXValue {
        let (a, b) = (try step.integers(0), try step.integers(1))
        let count = max(a.count, b.count)
        guard [1, count].contains(a.count), [1, count].contains(b.count) else {
            throw ONNXRefusal("lists of \(a.count) and \(b.count) do not fit each other")
        }
        return .sizes(
            try (0..<count).map { index in
                let (x, y) = (a[a.count == 1 ? 0 : index], b[b.count == 1 ? 0 : index])
                let (result, overflow) =
                    switch step.node.operation {
                    case "Add": x.addingReportingOverflow(y)
                    case "Sub": x.subtractingReportingOverflow(y)
                    case "Mul": x.multipliedReportingOverflow(by: y)
                    default: x.dividedReportingOverflow(by: y)
                    }
                guard !overflow else { throw ONNXRefusal("\(x) and \(y) give no integer") }
                return result
            })
    }
}

/// Arrays whose dimensions of 1 are stretched to another's, as NumPy does it.
enum ONNXBroadcast {
    /// For each place of `shape`, the place in an array of shape `source`, which may have fewer dimensions.
    static func indices(of source: [Int], in shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 0, count: shape.count)
        var stride = 1
        for (index, size) in source.enumerated().reversed() {
            strides[index + shape.count - source.count] = size == 1 ? 0 : stride
            stride *= size
        }
        return places(shape, strides: strides)
    }

    /// For each place of `shape`, the sum of its indices, each times its stride.
    static func places(_ shape: [Int], strides: [Int]) -> [Int] {
        var places = [0]
        for (size, stride) in zip(shape, strides) {
            places = places.flatMap { place in (0..<size).map { place + $0 * stride } }
        }
        return places
    }

    /// The shape that two arrays have together, or `nil` where they do not fit.
    static func shape(_ a: [Int], _ b: [Int]) -> [Int]? {
        let rank = max(a.count, b.count)
        let (left, right) = (
            [Int](repeating: 1, count: rank - a.count) + a, [Int](repeating: 1, count: rank - b.count) + b
        )
        guard zip(left, right).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else { return nil }
        return zip(left, right).map { $0 == 1 ? $1 : $0 }
    }
}

extension [Int] {
    /// The product, or more than `limit` where it would pass that.
    func count(limit: Int) -> Int {
        var product = 1
        for size in self {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            guard !overflow, next <= limit else { return limit + 1 }
            product = next
        }
        return product
    }
}
