import DigitFormats

// What changes shapes alone, of the images, of arrays and of the lists of sizes that exporters calculate with.
extension ONNXImporter {
    func shape(_ step: inout ONNXStep) throws -> ONNXValue {
        let sizes: [Int?] =
            switch step[0] {
            case .flow(let flow): [nil] + flow.view
            case .constant(let tensor): tensor.shape
            case .sizes(let sizes): [sizes.count]
            default: throw ONNXRefusal("the shape of \(step[0].description) is not known")
            }
        let count = sizes.count
        func place(_ index: Int) -> Int { min(max(index < 0 ? index + count : index, 0), count) }
        let start = place(max(try step.int("start", 0), -count))
        let end = place(max(try step.int("end", count), -count))
        return .sizes(Array(sizes[min(start, end)..<end]))
    }

    func gather(_ step: inout ONNXStep) throws -> ONNXValue {
        try step.expect("axis", 0, standard: 0)
        let (sizes, indices) = (try step.sizes(0), try step.integers(1))
        return .sizes(try indices.map { sizes[try axis($0, rank: sizes.count)] })
    }

    /// A part of an array of the file, or of a list of sizes.
    mutating func slice(_ step: inout ONNXStep) throws -> ONNXValue {
        let starts = step.has(1) ? try step.integers(1) : try step.ints("starts") ?? []
        let ends = step.has(2) ? try step.integers(2) : try step.ints("ends") ?? []
        let axes = step.has(3) ? try step.integers(3) : try step.ints("axes") ?? Array(starts.indices)
        let strides = step.has(4) ? try step.integers(4) : axes.map { _ in 1 }
        guard [ends.count, axes.count, strides.count].allSatisfy({ $0 == starts.count }) else {
            throw ONNXRefusal("it has \(starts.count) starts, \(ends.count) ends and \(axes.count) axes")
        }
        let shape: [Int]
        if case .sizes(let sizes) = step[0] { shape = [sizes.count] } else { shape = try step.constant(0).shape }
        var chosen = shape.map { Array(0..<$0) }
        for (index, axis) in axes.enumerated() {
            let axis = try self.axis(axis, rank: shape.count)
            chosen[axis] = try Self.places(starts[index], ends[index], strides[index], count: shape[axis])
        }
        if case .sizes(let sizes) = step[0] { return .sizes(chosen[0].map { sizes[$0] }) }
        let tensor = try step.constant(0)
        try spend(tensor.count)
        return .constant(try tensor.picked(chosen))
    }

    /// The places from `start` on and before `end`, negative ones counted from the back.
    private static func places(_ start: Int, _ end: Int, _ stride: Int, count: Int) throws -> [Int] {
        guard stride != 0 else { throw ONNXRefusal("a step of 0") }
        guard count > 0 else { return [] }
        func place(_ index: Int, _ range: ClosedRange<Int>) -> Int {
            min(max(index < 0 ? max(index, -count - 1) + count : index, range.lowerBound), range.upperBound)
        }
        // Backwards, the first place is the last one at most, and the end is before the front at least.
        guard stride > 0 else {
            return Array(
                Swift.stride(
                    from: place(start, 0...count - 1), to: place(end, -1...count), by: max(stride, -count - 1)))
        }
        return Array(
            Swift.stride(from: place(start, 0...count), to: place(end, 0...count), by: min(stride, count + 1)))
    }

    func concatenation(_ step: inout ONNXStep) throws -> ONNXValue {
        _ = try step.int("axis", 0)
        return .sizes(try step.inputs.indices.flatMap { try step.sizes($0) })
    }

    mutating func reshape(_ step: inout ONNXStep) throws -> ONNXValue {
        let sizes = try step.sizes(1)
        let allowZero = try step.int("allowzero", 0) != 0
        switch step[0] {
        case .flow(var flow):
            try flow.reshape(to: sizes, allowZero: allowZero)
            return .flow(flow)
        case .sizes(let list) where sizes.count == 1: return .sizes(list)
        default:
            let tensor = try step.constant(0)
            guard let known = ONNXStep.known(sizes) else { throw ONNXRefusal("an array takes the number of images") }
            let shape = try ONNXFlow.resolved(known, count: tensor.count, old: tensor.shape, allowZero: allowZero)
            return .constant(try tensor.reshaped(shape))
        }
    }

    func flatten(_ step: inout ONNXStep) throws -> ONNXFlow {
        var flow = try step.flow()
        let axis = try axis(step.int("axis", 1), rank: flow.view.count + 1)
        guard axis > 0, flow.view.prefix(axis - 1).allSatisfy({ $0 == 1 }) else {
            throw ONNXRefusal("it mixes images or lines: axis \(axis) of [n] + \(flow.view)")
        }
        try flow.reshape(to: [nil, -1], allowZero: false)
        return flow
    }

    mutating func transpose(_ step: inout ONNXStep) throws -> ONNXValue {
        let axes = try step.ints("perm")
        if case .flow(var flow) = step[0] {
            let axes = axes ?? Array((0...flow.view.count).reversed())
            guard axes.first == 0, axes.sorted() == Array(0...flow.view.count) else {
                throw ONNXRefusal("it moves the images: perm \(axes) of [n] + \(flow.view)")
            }
            try spend(flow.count)
            flow.transpose(axes.dropFirst().map { $0 - 1 })
            return .flow(flow)
        }
        let tensor = try step.constant(0)
        let order = axes ?? Array(tensor.shape.indices.reversed())
        guard order.sorted() == Array(tensor.shape.indices) else {
            throw ONNXRefusal("perm \(order) of \(tensor.shape)")
        }
        try spend(tensor.count)
        return .constant(tensor.permuted(axes: order))
    }

    func squeeze(_ step: inout ONNXStep) throws -> ONNXValue {
        let given = step.has(1) ? try step.integers(1) : try step.ints("axes")
        switch step[0] {
        case .sizes(let list): return .sizes(list)
        case .flow(var flow):
            let rank = flow.view.count + 1
            let ones = flow.view.indices.filter { flow.view[$0] == 1 }.map { $0 + 1 }
            guard given != nil || flow.batch != 1 else {
                throw ONNXRefusal("it may take the image's own dimension away")
            }
            let axes = Set(try given?.map { try axis($0, rank: rank) } ?? ones)
            guard axes.isSubset(of: ones) else { throw ONNXRefusal("axes \(axes.sorted()) of [n] + \(flow.view)") }
            flow.view = flow.view.indices.filter { !axes.contains($0 + 1) }.map { flow.view[$0] }
            return .flow(flow)
        default:
            let tensor = try step.constant(0)
            let ones = tensor.shape.indices.filter { tensor.shape[$0] == 1 }
            let axes = Set(try given?.map { try axis($0, rank: tensor.shape.count) } ?? ones)
            guard axes.isSubset(of: ones) else { throw ONNXRefusal("axes \(axes.sorted()) of \(tensor.shape)") }
            return .constant(
                try tensor.reshaped(tensor.shape.indices.filter { !axes.contains($0) }.map { tensor.shape[$0] }))
        }
    }

    func unsqueeze(_ step: inout ONNXStep) throws -> ONNXValue {
        guard let given = step.has(1) ? try step.integers(1) : try step.ints("axes") else {
            throw ONNXRefusal("it has no axes")
        }
        func inserted(_ shape: [Int]) throws -> [Int] {
            let rank = shape.count + given.count
            let axes = Set(try given.map { try axis($0, rank: rank) })
            guard axes.count == given.count, rank <= ONNX.maximumRank else {
                throw ONNXRefusal("axes \(given) of \(shape)")
            }
            var rest = shape[...]
            return (0..<rank).map { axes.contains($0) ? 1 : rest.popFirst() ?? 1 }
        }
        switch step[0] {
        case .sizes(let list): return .sizes(list)
        case .flow(var flow):
            // The image's own dimension stands as 0, which no other is.
            let shape = try inserted([0] + flow.view)
            guard shape[0] == 0 else { throw ONNXRefusal("it puts a dimension before the images") }
            flow.view = Array(shape.dropFirst())
            return .flow(flow)
        default:
            let tensor = try step.constant(0)
            return .constant(try tensor.reshaped(try inserted(tensor.shape)))
        }
    }
}

extension Tensor {
    /// The same numbers under another shape of as many.
    func reshaped(_ shape: [Int]) throws -> Tensor {
        try Tensor(elementType: elementType, shape: shape, bytes: bytes)
    }

    /// The numbers at the chosen places of each dimension.
    fileprivate func picked(_ places: [[Int]]) throws -> Tensor {
        var sources = [0]
        for (size, chosen) in zip(shape, places) {
            sources = sources.flatMap { source in chosen.map { source * size + $0 } }
        }
        let size = elementType.size
        return try Tensor(
            elementType: elementType, shape: places.map(\.count),
            bytes: sources.flatMap { bytes[$0 * size..<($0 + 1) * size] })
    }
}
