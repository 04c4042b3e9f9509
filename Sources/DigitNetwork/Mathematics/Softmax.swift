#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Turns the logits of one image into probabilities that add up to 1.
///
/// ```swift
/// softmax([log(1), log(3), log(4)])  // [0.125, 0.375, 0.5]
/// ```
///
/// The largest logit is subtracted first, so that no finite input overflows: differences count, not sizes. A logit of
/// negative infinity gives the probability 0. Where the answer has no limit (a positive infinity, NaN, or nothing but
/// negative infinities) every probability is NaN.
///
/// Source: Saito, *Deep Learning from Scratch*, chapter 3.
///
/// - Parameter logits: one value a class, any length.
/// - Returns: one probability a class, 0...1.
public func softmax(_ logits: [Float]) -> [Float] {
    softmax(logits, classes: max(logits.count, 1))
}

/// Turns the logits of several images into probabilities, each row for itself.
///
/// - Parameters:
///   - logits: [N * classes], one row an image. A length that is no multiple of `classes` stops the process.
///   - classes: the length of a row, at least 1.
/// - Returns: [N * classes] probabilities, 0...1; see ``softmax(_:)`` for infinities and NaN.
public func softmax(_ logits: [Float], classes: Int) -> [Float] {
    requireRows(logits.count, of: classes, "softmax")
    var probabilities = logits
    probabilities.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        softmaxRows(base, rows: buffer.count / classes, classes: classes)
    }
    return probabilities
}

/// The logarithm of ``softmax(_:)``, exact also where the probability itself would round to 0.
///
/// ```swift
/// logSoftmax([0, -1e4])  // [0, -10000]
/// ```
///
/// A logit of negative infinity stays one; a positive infinity, NaN, or nothing but negative infinities give NaN.
///
/// - Parameter logits: one value a class, any length.
/// - Returns: one logarithm a class, never positive.
public func logSoftmax(_ logits: [Float]) -> [Float] {
    guard let largest = logits.max() else { return [] }
    let total = log(logits.reduce(0) { $0 + exp($1 - largest) })
    return logits.map { ($0 - largest) - total }
}

/// Softmax in place over `rows` rows of `classes` values.
func softmaxRows(_ values: UnsafeMutablePointer<Float>, rows: Int, classes: Int) {
    for row in 0..<rows {
        let row = values + row * classes
        var largest = row[0]
        for index in 1..<classes where row[index] > largest { largest = row[index] }
        var total: Float = 0
        for index in 0..<classes {
            let power = exp(row[index] - largest)
            row[index] = power
            total += power
        }
        for index in 0..<classes { row[index] /= total }
    }
}

/// Stops unless `count` values are whole rows of `classes`.
func requireRows(_ count: Int, of classes: Int, _ what: StaticString) {
    requireShape(
        classes > 0 && count % max(classes, 1) == 0, what, expected: "a multiple of \(classes) values",
        found: "\(count)")
}
