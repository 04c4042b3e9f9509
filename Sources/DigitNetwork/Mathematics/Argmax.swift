/// The index of the largest value; of equal ones, the first.
///
/// ```swift
/// argmax([0.1, 0.7, 0.2])  // 1
/// ```
///
/// A NaN counts as the largest of all, as in NumPy, so that it is noticed and not passed over.
///
/// - Parameter values: at least one value; none stops the process.
/// - Returns: an index of `values`.
public func argmax(_ values: [Float]) -> Int {
    requireShape(!values.isEmpty, "argmax", expected: "at least one value", found: "none")
    return values.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return argmax(base, count: buffer.count)
    }
}

/// The index of the largest value of each row: `np.argmax(y, axis=1)`.
///
/// - Parameters:
///   - values: [N * classes], one row an image. A length that is no multiple of `classes` stops the process.
///   - classes: the length of a row, at least 1.
/// - Returns: [N] indices below `classes`; see ``argmax(_:)`` for equal values and NaN.
public func argmax(_ values: [Float], classes: Int) -> [Int] {
    requireRows(values.count, of: classes, "argmax")
    return values.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return [] }
        return (0..<buffer.count / classes).map { argmax(base + $0 * classes, count: classes) }
    }
}

/// The index of the largest of `count` values, at least one.
func argmax(_ values: UnsafePointer<Float>, count: Int) -> Int {
    var best = 0
    for index in 1..<count {
        if values[best].isNaN { return best }
        // Not `>`: a NaN is taken, and then kept.
        if !(values[index] <= values[best]) { best = index }
    }
    return best
}
