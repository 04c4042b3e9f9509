import DigitNetwork
import DigitTestSupport
import Testing

@Suite struct PredictionTests {
    /// Widths that are no multiple of a vector, and one that is.
    private static let sizes = [37, 19, 32, 5]
    /// What weights of two bytes may move a logit by: the plan takes them up to a half of it.
    private static let packedWeights = InstructionSet.current == .avx512vnni ? 1e-4 : 0

    @Test(arguments: Activation.allCases, InputRange.allCases)
    func scaledValuesGiveThePlainReferenceBitForBit(activation: Activation, range: InputRange) throws {
        let network = try randomNetwork(Self.sizes, activation, inputRange: range)
        let values = randomPixels(9, inputs: 37).map { range($0) }
        let expected = stride(from: 0, to: values.count, by: 37).map { start in
            Reference.logits(network, Array(values[start..<start + 37]))
        }
        #expect(sameBits(network.logits(values), expected.flatMap { $0 }))
        #expect(sameBits(network.predict(values), expected.flatMap { Reference.softmax($0) }))
    }

    @Test(arguments: Activation.allCases, InputRange.allCases)
    func pixelsGiveTheReferenceInDoublePrecision(activation: Activation, range: InputRange) throws {
        let network = try randomNetwork(Self.sizes, activation, inputRange: range)
        let pixels = randomPixels(9, inputs: 37)
        let expected = stride(from: 0, to: pixels.count, by: 37).map { start in
            Reference.logits(network, pixels[start..<start + 37].map { Double(range($0)) })
        }
        let logits = expected.flatMap { $0 }
        // Sums of at most 37 products, in 24 bits: some roundings of 6e-8 of the largest value there is.
        let tolerance = 4e-6 * logits.reduce(1) { max($0, abs($1)) } + Self.packedWeights
        for (found, exact) in zip(network.logits(pixels), logits) {
            #expect(abs(Double(found) - exact) < tolerance)
        }
        for (found, exact) in zip(network.predict(pixels), expected.flatMap { Reference.softmax($0) }) {
            #expect(abs(Double(found) - exact) < tolerance)
        }
    }

    @Test(arguments: Activation.allCases.filter { $0 != .step })
    func staysCloseToTheReferenceInDoublePrecision(activation: Activation) throws {
        let network = try randomNetwork([784, 50, 100, 10], activation)
        let pixels = randomPixels(1, inputs: 784)
        let exact = Reference.logits(network, pixels.map { Double($0) / 255 })
        for (found, expected) in zip(network.logits(pixels), exact) {
            // Sums of 784, 50 and 100 terms, of values near 1: at most some tens of roundings of 6e-8 each.
            #expect(abs(Double(found) - expected) < 1e-5 + Self.packedWeights)
        }
    }

    @Test(arguments: [1, 7, 31, 32, 33, 64, 100], [1, 2, 3])
    func rowOfBatchEqualsSingle(batch: Int, threads: Int) throws {
        let network = try randomNetwork(Self.sizes, .sigmoid)
        let pixels = randomPixels(100, inputs: 37)
        let singles = (0..<100).flatMap { row in
            network.predict(Array(pixels[row * 37..<(row + 1) * 37]))
        }
        var batches: [Float] = []
        for start in stride(from: 0, to: 100, by: batch) {
            let end = min(start + batch, 100)
            batches += network.predict(Array(pixels[start * 37..<end * 37]), threads: threads)
        }
        #expect(sameBits(batches, singles))
    }

    @Test(arguments: [Int.min, -1, 0, 1, 2, 1000])
    func anyNumberOfThreadsWillDo(threads: Int) throws {
        let network = try randomNetwork(Self.sizes, .tanh)
        let pixels = randomPixels(200, inputs: 37)
        #expect(sameBits(network.logits(pixels, threads: threads), network.logits(pixels)))
    }

    @Test func aVeryWideNetworkIsTakenInSmallerTiles() throws {
        // 9,000 values a row: 14 images a tile.
        let network = try randomNetwork([3, 9000, 2], .relu)
        let pixels: [UInt8] = (0..<60).map { UInt8($0 * 4) }
        let singles = (0..<20).flatMap { network.logits(Array(pixels[$0 * 3..<$0 * 3 + 3])) }
        #expect(sameBits(network.logits(pixels), singles))
    }

    @Test func noImagesGiveNoRows() throws {
        let network = try randomNetwork(Self.sizes, .relu)
        #expect(network.predict(([] as [UInt8])).isEmpty)
        #expect(network.logits(([] as [Float]), threads: 4).isEmpty)
    }

    @Test func leavingOutZerosChangesNoBit() throws {
        // A negative zero as the bias, times 0: the plain sum is a positive zero, and so must the short one be.
        let layer = try Dense(inputs: 2, outputs: 2, weights: [3, -3, 5, -5], biases: [-0.0, -0.0])
        let network = try Network(inputs: 2, layers: [.dense(layer)])
        #expect(sameBits(network.logits(([0, 0] as [UInt8])), [0, 0]))
        #expect(sameBits(network.logits(([-0.0, 0] as [Float])), [0, 0]))
    }

    @Test func anImageThatIsNotFiniteGivesNotANumberInItsOwnRowOnly() throws {
        let network = try randomNetwork([3, 2], .identity)
        let probabilities = network.predict(([1, .nan, 0, 0.5, 0.25, 1] as [Float]))
        #expect(probabilities.prefix(2).allSatisfy { $0.isNaN })
        #expect(probabilities.suffix(2).allSatisfy { $0.isFinite })
    }

    @Test func activationsMayComeFirstAndInARow() throws {
        let layer = try Dense(inputs: 2, outputs: 3, weights: [1, 2, 3, 4, 5, 6], biases: [0, -1000, 0])
        let network = try Network(
            inputs: 2, inputRange: .byte,
            layers: [.activation(.identity), .activation(.step), .dense(layer), .activation(.relu), .activation(.step)])
        #expect(network.logits(([0, 9, 7, 0, 0, 0] as [UInt8])) == [1, 0, 1, 1, 0, 1, 0, 0, 0])
        let values: [Float] = [0, 9, 7, 0, 0, 0]
        #expect(network.logits(values) == [1, 0, 1, 1, 0, 1, 0, 0, 0])
        #expect(values == [0, 9, 7, 0, 0, 0])
    }

    @Test func aWorkspaceServesBatchAfterBatch() throws {
        let network = try randomNetwork(Self.sizes, .sigmoid)
        var workspace = InferenceWorkspace(for: network)
        for count in [40, 1, 33] {
            let pixels = randomPixels(count, inputs: 37, seed: UInt64(count))
            var found = [Float](repeating: .nan, count: count * 5)
            var output = found.mutableSpan
            network.predict(pixels.span, into: &output, using: &workspace)
            #expect(sameBits(found, network.predict(pixels)))
        }
    }

    @Test(.enabled(if: AllocationCount.isAvailable))
    func predictionsLeaveTheirScratchMemoryToTheNext() throws {
        let network = try Network.initialised(.cnnSmall, inputShape: [1, 28, 28], inputRange: .unit, seed: 3)
        let pixels = randomPixels(1, inputs: 784)
        _ = network.predict(pixels)
        let bytes = measuringAllocations { _ = network.predict(pixels) }.allocations?.totalBytes
        // Ten probabilities and what the closures hold; the scratch memory is more than 100,000 bytes.
        #expect(bytes ?? .max < 20_000)
    }

    @Test(.enabled(if: AllocationCount.isAvailable))
    func aWorkspaceMakesPredictionsFreeOfAllocations() throws {
        let network = try randomNetwork(Self.sizes, .sigmoid)
        var workspace = InferenceWorkspace(for: network)
        func bytes(images: Int) -> Int? {
            let pixels = randomPixels(images, inputs: 37)
            var found = [Float](repeating: 0, count: images * 5)
            return measuringAllocations {
                var output = found.mutableSpan
                network.predict(pixels.span, into: &output, using: &workspace)
            }.allocations?.totalBytes
        }
        // The first time, the runtime makes the types' descriptions.
        _ = bytes(images: 1)
        #expect(bytes(images: 32) == bytes(images: 1))
        #if !DEBUG
            // Without optimisation a tile puts a few closures on the heap.
            #expect(bytes(images: 70) == 0)
        #endif
    }
}
