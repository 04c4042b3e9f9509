import CDigitKernels
import DigitTestSupport
import Foundation
import Testing

@Suite struct DenseKernelTests {
    /// Inputs around groups of four, words of 256 pixels and parts of 1,024; columns around vectors and strips.
    static let shapes = [
        (1, 1), (3, 10), (4, 5), (7, 16), (37, 19), (113, 2), (255, 17), (784, 50), (1025, 9), (64, 54), (65, 107),
        (12, 170),
    ]

    /// Weights are whole numbers and pixels bytes, so that every float sum is exact, and one in 24 bits nearly is.
    @Test(arguments: Instructions.available, shapes)
    func pixelsAreMultipliedAndBlankOnesLeftOut(instructions: Instructions, shape: (inputs: Int, columns: Int)) {
        let (inputs, columns) = shape
        let layer = PixelLayer(inputs: inputs, columns: columns, weights: wholeNumbers(inputs * columns, seed: 1))
        let rows = 7
        let pixels = layer.images(rows)
        let found = layer.run(instructions, pixels)
        for row in 0..<rows {
            for column in 0..<columns {
                var expected = Double(layer.bias[column])
                for input in 0..<inputs {
                    expected += Double(pixels[row * inputs + input]) * Double(layer.weights[input * columns + column])
                }
                // A weight of up to 9 is rounded to 9 / 8,355,711 / 2, and a sum of floats to 2^-24 of itself.
                let bound = 255 * 5.4e-7 * Double(inputs) + abs(expected) * 1.2e-7
                #expect(abs(Double(found[row * columns + column]) - expected) <= bound)
            }
        }
        let alone = (0..<rows).flatMap { layer.run(instructions, Array(pixels[$0 * inputs..<($0 + 1) * inputs])) }
        #expect(alone == found)
    }

    @Test(arguments: Instructions.available)
    func aBlankImageGivesTheBias(instructions: Instructions) {
        let layer = PixelLayer(inputs: 50, columns: 21, weights: wholeNumbers(1050, seed: 2))
        #expect(layer.run(instructions, [UInt8](repeating: 0, count: 150)) == layer.bias + layer.bias + layer.bias)
    }

    /// The largest sums that there are: every pixel 255, every weight the largest of its column.
    @Test(arguments: Instructions.available)
    func theLargestSumsDoNotOverflow(instructions: Instructions) {
        let inputs = 65_793
        #expect(!digit_pixels_take_bytes(instructions.simd, inputs + 1))
        for sign: Float in [1, -1] {
            let layer = PixelLayer(
                inputs: inputs, columns: 2, weights: [Float](repeating: sign * 0.5, count: 2 * inputs))
            let expected = Double(sign) * 0.5 * 255 * Double(inputs)
            for value in layer.run(instructions, [UInt8](repeating: 255, count: inputs)) {
                // Floats that are added one by one round at every step.
                #expect(abs(Double(value) - expected) < abs(expected) * 1e-4)
            }
        }
    }

    @Test func packedWeightsAreTheNearestWholeNumbers() {
        let weights: [Float] = [1, -0.5, 0, 0.25, -0.003, 7]
        var bytes = [Int8](repeating: 1, count: digit_pixel_bytes(3, 2))
        var scale = [0.0, 0.0]
        digit_pixels_pack(weights, 3, 2, &bytes, &scale)
        // One group of four inputs, sixteen byte columns: the high, middle and low bytes of both columns.
        #expect(bytes.count == 64)
        for column in 0..<2 {
            for input in 0..<3 {
                let planes = (0..<3).map { Int(bytes[($0 * 2 + column) * 4 + input]) }
                let whole = planes[0] * 65536 + planes[1] * 256 + planes[2]
                let weight = Double(weights[input * 2 + column])
                // Half a unit, and the rounding of the product in front of it.
                #expect(abs(Double(whole) * scale[column] - weight) <= scale[column] * 0.500001)
            }
        }
        #expect(scale == [1 / 8_355_711, 7 / 8_355_711])
        #expect((0..<16).allSatisfy { bytes[$0 * 4 + 3] == 0 })
    }

    /// Row counts around those that are taken one by one, and around the lanes.
    @Test(arguments: Instructions.available)
    func aRowIsTheSameInAnyNumberOfRows(instructions: Instructions) {
        let stack = DenseStack(sizes: [13, 29, 7, 11], activations: [.sigmoid, .tanh, .identity])
        let x = wholeNumbers(33 * 13, seed: 3).map { $0 / 10 }
        let all = stack.run(instructions, x, rows: 33, softmax: true)
        for rows in [1, 4, 5, 16, 17, 32] {
            #expect(
                stack.run(instructions, Array(x.prefix(rows * 13)), rows: rows, softmax: true)
                    == Array(all.prefix(rows * 11)))
        }
        for row in [0, 15, 16, 32] {
            #expect(
                stack.run(instructions, Array(x[row * 13..<(row + 1) * 13]), rows: 1, softmax: true)
                    == Array(all[row * 11..<(row + 1) * 11]))
        }
    }

    @Test(arguments: Instructions.available, [[5, 3], [4, 17, 2], [50, 100, 10], [3, 9, 140, 33]])
    func layersAreCalculatedOneBehindTheOther(instructions: Instructions, sizes: [Int]) {
        let stack = DenseStack(sizes: sizes, activations: Array(repeating: .relu, count: sizes.count - 1))
        for rows in [1, 6] {
            let x = wholeNumbers(rows * sizes[0], seed: 5).map { $0 / 4 }
            let found = stack.run(instructions, x, rows: rows, softmax: false)
            for (value, expected) in zip(found, stack.expected(x.map(Double.init), rows: rows)) {
                #expect(abs(Double(value) - expected) <= 1e-5 * max(1, abs(expected)))
            }
        }
    }

    @Test(arguments: Instructions.available)
    func activationsAreNearTheirFunctionsEverywhere(instructions: Instructions) {
        let x = (-3000...3000).map { Float($0) / 37 } + [-1e30, -88, -0.0, 88, 1e30, 1e-20]
        var sigmoid = x
        digit_activate(instructions.simd, .sigmoid, &sigmoid, x.count)
        var tanh = x
        digit_activate(instructions.simd, .tanh, &tanh, x.count)
        for (index, value) in x.enumerated() {
            let exact = 1 / (1 + exp(-Double(value)))
            // e^x is right to 1.2 ulps; adding and dividing round twice more. At the ends, 1e-37 counts as 0.
            #expect(abs(Double(sigmoid[index]) - exact) <= 2e-7 * exact + 1e-37)
            #expect(abs(Double(tanh[index]) - (2 / (1 + exp(-2 * Double(value))) - 1)) <= 3e-7)
        }
        var special: [Float] = [.nan, .infinity, -.infinity]
        digit_activate(instructions.simd, .sigmoid, &special, 3)
        #expect(special[0].isNaN && special[1] == 1 && special[2] < 1e-37)
        var steps: [Float] = [-2, 0, 3, .nan, -.infinity]
        digit_activate(instructions.simd, .step, &steps, 5)
        #expect(Array(steps[0..<3]) == [0, 0, 1] && steps[3].isNaN && steps[4] == 0)
    }

    @Test(arguments: Instructions.available, [1, 2, 10, 16, 19])
    func softmaxOfLogarithmsGivesFractions(instructions: Instructions, columns: Int) {
        let total = Double(columns * (columns + 1) / 2)
        var x = (0..<3).flatMap { row in (1...columns).map { Float(log(Double($0)) + Double(row) * 50) } }
        digit_softmax(instructions.simd, &x, 3, columns)
        for (index, value) in x.enumerated() {
            // The logits of up to 103 are themselves rounded to 4e-6.
            #expect(abs(Double(value) - Double(index % columns + 1) / total) < 8e-6)
        }
        var special: [Float] = [-.infinity, 0, 0, .nan, 1, 2, .infinity, 1, 2]
        digit_softmax(instructions.simd, &special, 3, 3)
        #expect(Array(special.prefix(3)) == [0, 0.5, 0.5])
        #expect(special.suffix(6).allSatisfy { $0.isNaN })
    }
}

/// A first layer with its memory; pixels are their own values.
private struct PixelLayer {
    let inputs: Int
    let columns: Int
    let weights: [Float]
    let bias: [Float]

    init(inputs: Int, columns: Int, weights: [Float]) {
        self.inputs = inputs
        self.columns = columns
        self.weights = weights
        bias = wholeNumbers(columns, seed: 9)
    }

    /// Images of which most pixels are blank, one of them all ink.
    func images(_ count: Int) -> [UInt8] {
        var random = SplitMix64(seed: 4)
        return (0..<count * inputs).map { index in
            index / inputs == 2 || random.next(below: 5) == 0 ? UInt8(random.next(below: 256)) : 0
        }
    }

    func run(_ instructions: Instructions, _ pixels: [UInt8]) -> [Float] {
        let rows = pixels.count / inputs
        var bytes = [Int8](repeating: 0, count: digit_pixel_bytes(inputs, columns))
        var scale = [Double](repeating: 0, count: columns)
        digit_pixels_pack(weights, inputs, columns, &bytes, &scale)
        let units = scale.map { Float($0) }
        let takesBytes = digit_pixels_take_bytes(instructions.simd, inputs)
        let (spread, wide) = (widened(weights, columns), widened(bias, columns))
        let table = (0..<256).map { Float($0) }
        var sums = [Float](repeating: .nan, count: rows * digit_pixel_sums(columns))
        var found = [Float](repeating: .nan, count: rows * columns) + [12345]
        spread.withUnsafeBufferPointer { spread in
            wide.withUnsafeBufferPointer { wide in
                table.withUnsafeBufferPointer { table in
                    bytes.withUnsafeBufferPointer { bytes in
                        units.withUnsafeBufferPointer { units in
                            guard let weights = spread.baseAddress, let bias = wide.baseAddress,
                                let table = table.baseAddress
                            else { return }
                            var layer = digit_pixel_layer(
                                inputs: inputs, columns: columns, weights: weights, table: table, bias: bias,
                                bytes: takesBytes ? bytes.baseAddress : nil, scale: units.baseAddress)
                            digit_pixels(instructions.simd, &layer, pixels, rows, &sums, &found)
                        }
                    }
                }
            }
        }
        #expect(found.last == 12345, "wrote behind the end")
        return Array(found.dropLast())
    }
}

/// Layers with their memory.
private struct DenseStack {
    let sizes: [Int]
    let activations: [digit_activation]
    let weights: [[Float]]
    let biases: [[Float]]

    init(sizes: [Int], activations: [digit_activation]) {
        self.sizes = sizes
        self.activations = activations
        weights = zip(sizes, sizes.dropFirst()).enumerated().map { index, size in
            wholeNumbers(size.0 * size.1, seed: UInt64(20 + index)).map { $0 / 20 }
        }
        biases = sizes.dropFirst().enumerated().map { wholeNumbers($1, seed: UInt64(30 + $0)).map { $0 / 10 } }
    }

    func run(_ instructions: Instructions, _ x: [Float], rows: Int, softmax: Bool) -> [Float] {
        let outputs = sizes[sizes.count - 1]
        let memory = zip(weights, biases).enumerated().map { index, layer in
            widened(layer.0, sizes[index + 1]) + widened(layer.1, sizes[index + 1])
        }
        let flat = memory.flatMap { $0 }
        let room = (rows + 15) / 16 * 16 * sizes.reduce(0, max)
        var (front, back) = ([Float](repeating: .nan, count: room), [Float](repeating: .nan, count: room))
        var found = [Float](repeating: .nan, count: rows * outputs) + [12345]
        flat.withUnsafeBufferPointer { flat in
            guard var place = flat.baseAddress else { return }
            let layers = activations.enumerated().map { index, activation in
                let stride = digit_dense_stride(sizes[index + 1])
                let layer = digit_dense_layer(
                    inputs: sizes[index], columns: sizes[index + 1], activation: activation, weights: place,
                    bias: place + sizes[index] * stride)
                place += (sizes[index] + 1) * stride
                return layer
            }
            digit_dense(instructions.simd, layers, layers.count, x, rows, softmax, &front, &back, &found)
        }
        #expect(found.last == 12345, "wrote behind the end")
        return Array(found.dropLast())
    }

    /// The same with a ReLU everywhere, in double precision.
    func expected(_ x: [Double], rows: Int) -> [Double] {
        var values = x
        for (index, layer) in weights.enumerated() {
            let (inputs, columns) = (sizes[index], sizes[index + 1])
            values = (0..<rows * columns).map { place in
                var sum = Double(biases[index][place % columns])
                for input in 0..<inputs {
                    sum += values[place / columns * inputs + input] * Double(layer[input * columns + place % columns])
                }
                return max(sum, 0)
            }
        }
        return values
    }
}

/// Rows of `columns` values with zeros behind them, as the dense kernels read them.
private func widened(_ values: [Float], _ columns: Int) -> [Float] {
    let stride = digit_dense_stride(columns)
    var result = [Float](repeating: 0, count: values.count / columns * stride)
    for (index, value) in values.enumerated() { result[index / columns * stride + index % columns] = value }
    return result
}
