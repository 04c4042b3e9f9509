#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The cross-entropy in nats between the softmax of one image's logits and its true class.
///
/// ```swift
/// crossEntropy(logits: [log(1), log(3), log(4)], label: 2)  // 0.6931472, which is -log(4/8)
/// ```
///
/// Taken from the logits, not from the probability, so that a confident mistake costs its true price in place of an
/// infinite one: logits 1e4 apart cost 1e4. A positive infinity or NaN among the logits gives NaN; a negative infinity
/// at the true class, beside a finite logit, gives infinity.
///
/// - Parameters:
///   - logits: one value a class.
///   - label: the true class, below the number of logits; another one stops the process.
/// - Returns: the loss, at least 0.
public func crossEntropy(logits: [Float], label: Int) -> Float {
    requireShape(
        logits.indices.contains(label), "crossEntropy", expected: "a label below \(logits.count)", found: "\(label)")
    return logits.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return .nan }
        return crossEntropy(base, classes: buffer.count, label: label)
    }
}

/// The mean cross-entropy in nats over several images; see ``crossEntropy(logits:label:)``.
///
/// The losses are added in double precision, so that the mean of many images does not drift.
///
/// - Parameters:
///   - logits: [N * classes], one row an image.
///   - labels: [N] true classes, each below `classes`.
///   - classes: the length of a row.
/// - Returns: the mean, NaN where there are no images.
public func crossEntropy(logits: [Float], labels: [UInt8], classes: Int) -> Double {
    requireRows(logits.count, of: classes, "crossEntropy")
    requireShape(
        logits.count / max(classes, 1) == labels.count, "crossEntropy", expected: "\(labels.count) rows of logits",
        found: "\(logits.count / max(classes, 1))")
    var total = 0.0
    logits.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        for (row, label) in labels.enumerated() {
            requireShape(
                Int(label) < classes, "crossEntropy", expected: "labels below \(classes)", found: "\(label)")
            total += Double(crossEntropy(base + row * classes, classes: classes, label: Int(label)))
        }
    }
    return total / Double(labels.count)
}

/// The cross-entropy of one row of logits.
func crossEntropy(_ logits: UnsafePointer<Float>, classes: Int, label: Int) -> Float {
    var largest = logits[0]
    for index in 1..<classes where logits[index] > largest { largest = logits[index] }
    var total: Float = 0
    for index in 0..<classes { total += exp(logits[index] - largest) }
    return log(total) - (logits[label] - largest)
}
