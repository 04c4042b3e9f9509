extension Network {
    /// The probabilities of each class for one image or many.
    ///
    /// ```swift
    /// let probabilities = network.predict(images.span)               // [N * 10]
    /// let digits = argmax(probabilities, classes: network.outputs)   // [N]
    /// ```
    ///
    /// - Parameters:
    ///   - pixels: [N * inputs], 0 is paper and 255 is ink. A length that is no multiple of ``inputs`` stops the process.
    ///   - threads: how many may work at the same time; they change no bit of the result.
    /// - Returns: [N * outputs], each row a softmax over the logits.
    public func predict(_ pixels: Span<UInt8>, threads: Int = 1) -> [Float] {
        pixels.withUnsafeBufferPointer { batch(.pixels($0), count: $0.count, threads: threads, softmax: true) }
    }

    /// The probabilities of each class for images that are already scaled to the range the network expects.
    ///
    /// - Parameters:
    ///   - values: [N * inputs]. A length that is no multiple of ``inputs`` stops the process.
    ///   - threads: how many may work at the same time; they change no bit of the result.
    /// - Returns: [N * outputs]; not finite where an image is not.
    public func predict(_ values: Span<Float>, threads: Int = 1) -> [Float] {
        values.withUnsafeBufferPointer { batch(.values($0), count: $0.count, threads: threads, softmax: true) }
    }

    /// The last layer's outputs, before the softmax, for one image or many.
    ///
    /// - Parameters:
    ///   - pixels: [N * inputs], 0 is paper and 255 is ink. A length that is no multiple of ``inputs`` stops the process.
    ///   - threads: how many may work at the same time; they change no bit of the result.
    /// - Returns: [N * outputs].
    public func logits(_ pixels: Span<UInt8>, threads: Int = 1) -> [Float] {
        pixels.withUnsafeBufferPointer { batch(.pixels($0), count: $0.count, threads: threads, softmax: false) }
    }

    /// The last layer's outputs, before the softmax, for images that are already scaled.
    ///
    /// - Parameters:
    ///   - values: [N * inputs]. A length that is no multiple of ``inputs`` stops the process.
    ///   - threads: how many may work at the same time; they change no bit of the result.
    /// - Returns: [N * outputs].
    public func logits(_ values: Span<Float>, threads: Int = 1) -> [Float] {
        values.withUnsafeBufferPointer { batch(.values($0), count: $0.count, threads: threads, softmax: false) }
    }

    /// The probabilities of each class, into memory of the caller: for a loop that must not allocate.
    ///
    /// - Parameters:
    ///   - pixels: [N * inputs], 0 is paper and 255 is ink.
    ///   - probabilities: [N * outputs], overwritten. Another length stops the process.
    ///   - workspace: scratch memory made for this network; see ``InferenceWorkspace``.
    public func predict(
        _ pixels: Span<UInt8>, into probabilities: inout MutableSpan<Float>, using workspace: inout InferenceWorkspace
    ) {
        run(pixels, softmax: true, into: &probabilities, using: &workspace)
    }

    /// The last layer's outputs, before the softmax, into memory of the caller.
    ///
    /// - Parameters:
    ///   - pixels: [N * inputs], 0 is paper and 255 is ink.
    ///   - logits: [N * outputs], overwritten. Another length stops the process.
    ///   - workspace: scratch memory made for this network; see ``InferenceWorkspace``.
    public func logits(
        _ pixels: Span<UInt8>, into logits: inout MutableSpan<Float>, using workspace: inout InferenceWorkspace
    ) {
        run(pixels, softmax: false, into: &logits, using: &workspace)
    }

    private func run(
        _ pixels: Span<UInt8>, softmax: Bool, into values: inout MutableSpan<Float>,
        using workspace: inout InferenceWorkspace
    ) {
        let rows = rowCount(pixels.count)
        requireShape(
            values.count == rows * outputs, "output of a prediction", expected: "[\(rows), \(outputs)]",
            found: "\(values.count) values")
        values.withUnsafeMutableBufferPointer { output in
            pixels.withUnsafeBufferPointer { pixels in
                guard let pixels = pixels.baseAddress, let output = output.baseAddress else { return }
                forward(.pixels(pixels), rows: rows, softmax: softmax, into: output, using: &workspace)
            }
        }
    }
}

/// The images of a whole batch, as the caller gave them.
private enum Batch {
    case pixels(UnsafeBufferPointer<UInt8>)
    case values(UnsafeBufferPointer<Float>)

    /// The first row, or `nil` where there is none.
    var source: RowSource? {
        switch self {
        case .pixels(let buffer): buffer.baseAddress.map { .pixels($0) }
        case .values(let buffer): buffer.baseAddress.map { .values($0) }
        }
    }
}

extension Network {
    /// A whole batch into a new array, its rows shared out among the threads.
    private func batch(_ images: Batch, count: Int, threads: Int, softmax: Bool) -> [Float] {
        let rows = rowCount(count)
        return [Float](unsafeUninitializedCapacity: rows * outputs) { buffer, written in
            guard let source = images.source, let output = buffer.baseAddress, rows > 0 else { return }
            parallel(count: rows, threads: threads, minimum: leastRowsAThread) { range in
                let (source, result) = (
                    source.advanced(by: range.lowerBound * inputs), output + range.lowerBound * outputs
                )
                if let plan = plan.dense, case .pixels(let pixels) = source {
                    withUnsafeTemporaryAllocation(
                        byteCount: plan.scratchCount(rows: range.count) * MemoryLayout<Float>.stride,
                        alignment: ScratchBuffer<Float>.cacheLine
                    ) { scratch in
                        guard let scratch = scratch.bindMemory(to: Float.self).baseAddress else { return }
                        plan.forward(pixels, rows: range.count, softmax: softmax, into: result, scratch: scratch)
                    }
                } else {
                    plan.idle.withWorkspace(for: self) { workspace in
                        forward(source, rows: range.count, softmax: softmax, into: result, using: &workspace)
                    }
                }
            }
            written = rows * outputs
        }
    }

    /// Images that are worth a thread, which takes some tens of microseconds to wake: those of about as much work.
    private var leastRowsAThread: Int { max(1, Self.leastProductsAThread / max(multiplyAdds, 1)) }
    private static var leastProductsAThread: Int { 10_000_000 }

    /// The images that `count` values are; a remainder is a mistake of the caller.
    private func rowCount(_ count: Int) -> Int {
        requireShape(
            count % inputs == 0, "input of a prediction", expected: "[N, \(inputs)]", found: "\(count) values")
        return count / inputs
    }
}
