import DigitNetwork

extension Piece {
    /// Pixels to probabilities, so many images in one call.
    ///
    /// One image takes the way of a loop that must not allocate, more take the one that everybody takes. Each answer has to
    /// have the bits that were checked.
    static func prediction(
        _ checked: CheckedNetwork, _ data: BenchmarkData, batch: Int, threads: Int
    ) -> Piece {
        Piece("predict/\(checked.name)/batch-\(batch)", threads: threads) { stopwatch in
            let network = checked.network
            let (inputs, outputs) = (network.inputs, network.outputs)
            let available = data.labels.count
            let pixels = batch <= available ? data.pixels : data.repeated(batch)
            // Other images each time, as far as there are others.
            let places = max(1, available / batch)

            func compare(_ found: some Collection<Float>, first: Int) throws {
                let expected = checked.probabilities
                for (index, value) in found.enumerated() {
                    let wanted = expected[(first * outputs + index) % expected.count]
                    guard value == wanted else {
                        throw WrongAnswer(
                            "predict/\(checked.name)/batch-\(batch): image \(first + index / outputs): "
                                + "expected \(wanted), found \(value)")
                    }
                }
            }

            let spread: Spread
            if batch == 1 {
                var workspace = InferenceWorkspace(for: network)
                var probabilities = [Float](repeating: 0, count: outputs)
                for image in 0..<min(available, 1000) {
                    network.one(pixels, image, into: &probabilities, using: &workspace)
                    try compare(probabilities, first: image)
                }
                spread = stopwatch.time { call in
                    network.one(pixels, call % places, into: &probabilities, using: &workspace)
                }
            } else {
                func predict(_ call: Int) -> [Float] {
                    let first = call % places * batch * inputs
                    return network.predict(pixels.span.extracting(first..<first + batch * inputs), threads: threads)
                }
                for place in 0..<min(places, 3) { try compare(predict(place), first: place * batch) }
                spread = stopwatch.time { call in _ = predict(call) }
            }
            return Outcome(
                spread: spread, images: batch, operations: 2 * Double(network.multiplyAdds) * Double(batch),
                checked: "the bits of the batch of all on one thread: \(checked.checked)")
        }
    }

    /// More images than anybody holds at once: blocks of them, one after the other, in constant memory.
    ///
    /// Of each block the digits are chosen and counted, as an evaluation does.
    static func stream(_ checked: CheckedNetwork, _ data: BenchmarkData, count: Int, threads: Int) -> Piece {
        Piece("predict/\(checked.name)/stream-\(count)", threads: threads) { _ in
            let network = checked.network
            let available = data.labels.count
            // A buffer larger than the caches, as images that come from elsewhere would be.
            let block = data.repeated(max(available, 60_000 / available * available))
            let held = block.count / network.inputs
            let portion = 10_000
            var (done, correct) = (0, 0)
            let start = ContinuousClock.now
            while done < count {
                let first = done % held
                let size = min(portion, count - done, held - first)
                let range = first * network.inputs..<(first + size) * network.inputs
                let probabilities = network.predict(block.span.extracting(range), threads: threads)
                let digits = argmax(probabilities, classes: network.outputs)
                for (index, digit) in digits.enumerated() where digit == data.labels[(first + index) % available] {
                    correct += 1
                }
                done += size
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            if count.isMultiple(of: available) {
                let expected = checked.correct * (count / available)
                try check(correct == expected, "expected \(expected) right of \(count), found \(correct)")
            }
            return Outcome(
                spread: Spread([seconds]), images: count,
                operations: 2 * Double(network.multiplyAdds) * Double(count),
                checked: "\(correct) right, as many as in batches of all: \(checked.checked)")
        }
    }
}

extension Network {
    /// Predicts one image of many into memory that is there already.
    fileprivate func one(
        _ pixels: [UInt8], _ image: Int, into probabilities: inout [Float],
        using workspace: inout InferenceWorkspace
    ) {
        var output = probabilities.mutableSpan
        predict(
            pixels.span.extracting(image * inputs..<(image + 1) * inputs), into: &output, using: &workspace)
    }
}
