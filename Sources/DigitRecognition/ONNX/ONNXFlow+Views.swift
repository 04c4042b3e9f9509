import DigitNetwork

extension ONNXFlow {
    /// Looks at each image's numbers under another shape.
    ///
    /// The number of images is free afterwards, whatever the file fixed: a leading 1 or -1 means each image for itself.
    mutating func reshape(to sizes: [Int?], allowZero: Bool) throws {
        let first = sizes.first ?? 0
        let isImages = first == nil || first == -1 || first == batch || first == 1 || (first == 0 && !allowZero)
        guard isImages, sizes.count > 1, let rest = ONNXStep.known(Array(sizes.dropFirst())),
            first != -1 || !rest.contains(-1)
        else {
            let shown = sizes.map { $0.map(String.init) ?? "n" }.joined(separator: ", ")
            throw ONNXRefusal("a shape [\(shown)] does not begin with the images, [n] + \(view)")
        }
        view = try Self.resolved(rest, count: count, old: view, allowZero: allowZero)
        if view.count == 1, order == nil { try flatten() }
    }

    /// A shape whose 0 and -1 are filled in.
    ///
    /// - Parameters:
    ///   - sizes: The shape; -1, once at most, for what remains, and 0 for the size that is there.
    ///   - count: The numbers that it must take.
    ///   - old: The shape that is there.
    ///   - allowZero: Whether a 0 means no numbers rather than the size that is there.
    /// - Returns: The shape, whose product is `count`.
    /// - Throws: ``ONNXRefusal`` where there is no such shape.
    static func resolved(_ sizes: [Int], count: Int, old: [Int], allowZero: Bool) throws -> [Int] {
        var shape = sizes
        for (index, size) in sizes.enumerated() where size == 0 && !allowZero {
            guard index < old.count else { throw ONNXRefusal("a 0 in \(sizes) has no size to copy") }
            shape[index] = old[index]
        }
        let open = shape.indices.filter { shape[$0] == -1 }
        let known = shape.filter { $0 != -1 }
        guard open.count <= 1, known.allSatisfy({ $0 >= 0 }) else { throw ONNXRefusal("\(sizes) is no shape") }
        let product = known.count(limit: max(count, 1))
        if let place = open.first, product > 0, count % product == 0 { shape[place] = count / product }
        guard shape.count(limit: max(count, 1)) == count, !shape.contains(-1) else {
            throw ONNXRefusal("\(count) numbers do not take the shape \(sizes)")
        }
        return shape
    }

    /// Looks at the numbers with the dimensions in another order.
    mutating func transpose(_ axes: [Int]) {
        var strides = view
        var stride = 1
        for index in view.indices.reversed() {
            strides[index] = stride
            stride *= view[index]
        }
        let places = ONNXBroadcast.places(axes.map { view[$0] }, strides: axes.map { strides[$0] })
        let moved = places.map { order?[$0] ?? $0 }
        view = axes.map { view[$0] }
        order = moved.enumerated().allSatisfy { $0 == $1 } ? nil : moved
    }
}
