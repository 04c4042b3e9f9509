import CDigitKernels
import DigitTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct DenseKernelTests {
    /// Inputs around groups of four, words of 256 pixels and parts of 448 and 896; columns around vectors and strips.
    static let shapes = [
        (1, 1), (3, 10), (4, 5), (7, 16), (37, 19), (113, 2), (255, 17), (784, 50), (1025, 9), (64, 54), (65, 107),
        (12, 170), (36, 68), (900, 69),
    ]
    /// Bytes a weight, and pixels of a line: none, those of a picture, an odd one, and more than a vector takes.
    static let forms = [(3, 0), (2, 28), (3, 6), (2, 5), (2, 30), (3, 34)]

    /// Weights are whole numbers and pixels bytes, so that every float sum is exact, and one of packed weights nearly is.
    @Test(arguments: Instructions.available, shapes)
    func pixelsAreMultipliedAndBlankOnesLeftOut(instructions: Instructions, shape: (inputs: Int, columns: Int)) {
        let (inputs, columns) = shape
        let rows = 7
        let weights = wholeNumbers(inputs * columns, seed: 1)
        let bias = wholeNumbers(columns, seed: 9)
        let pixels = PixelLayer.images(rows, inputs: inputs)
        let expected = (0..<rows * columns).map { index in
            (0..<inputs).reduce(bias[index % columns]) { sum, input in
                sum + Float(pixels[index / columns * inputs + input]) * weights[input * columns + index % columns]
            }
        }
        for (planes, width) in Self.forms {
            let layer = PixelLayer(
                inputs: inputs, columns: columns, width: width, planes: planes, weights: weights, bias: bias)
            let found = layer.run(instructions, pixels)
            for (value, expected) in zip(found, expected) {
                // A weight of up to 9 is rounded to half its unit, and a sum of floats to 2^-24 of itself.
                let unit = Float(9 / digit_pixel_limit(planes))
                #expect(abs(value - expected) <= 255 * unit / 2 * Float(inputs) + abs(expected) * 1.2e-7)
            }
            let alone = (0..<rows).flatMap { layer.run(instructions, Array(pixels[$0 * inputs..<($0 + 1) * inputs])) }
            #expect(alone == found)
        }
    }

    @Test(arguments: Instructions.available)
    func aBlankImageGivesTheBias(instructions: Instructions) {
        let layer = PixelLayer(
            inputs: 50, columns: 21, width: 0, planes: 3, weights: wholeNumbers(1050, seed: 2),
            bias: wholeNumbers(21, seed: 9))
        #expect(layer.run(instructions, [UInt8](repeating: 0, count: 150)) == layer.bias + layer.bias + layer.bias)
    }

    /// The largest sums that there are: every pixel 255, every weight the largest of its column.
    @Test(arguments: Instructions.available)
    func theLargestSumsDoNotOverflow(instructions: Instructions) {
        let inputs = 65_793
        #expect(!digit_pixels_take_bytes(instructions.simd, inputs + 1))
        for sign: Float in [1, -1] {
            let layer = PixelLayer(
                inputs: inputs, columns: 2, width: 0, planes: 3,
                weights: [Float](repeating: sign * 0.5, count: 2 * inputs), bias: wholeNumbers(2, seed: 9))
            let expected = Double(sign) * 0.5 * 255 * Double(inputs)
            for value in layer.run(instructions, [UInt8](repeating: 255, count: inputs)) {
                // Floats that are added one by one round at every step.
                #expect(abs(Double(value) - expected) < abs(expected) * 1e-4)
            }
        }
    }

    @Test(arguments: [2, 3])
    func packedWeightsAreTheNearestWholeNumbers(planes: Int) {
        let weights: [Float] = [1, -0.5, 0, 0.25, -0.003, 7]
        var shape = digit_pixel_shape(inputs: 3, columns: 2, width: 0, planes: planes)
        var bytes = [Int8](repeating: 1, count: digit_pixel_bytes(&shape))
        var scale = [0.0, 0.0]
        digit_pixels_pack(&shape, weights, &bytes, &scale)
        // One vector of sixteen groups, of four columns a plane, of four pixels.
        #expect(bytes.count == 16 * 64)
        for column in 0..<2 {
            for input in 0..<3 {
                let whole = (0..<planes).reduce(0) { $0 * 256 + Int(bytes[($1 * 4 + column) * 4 + input]) }
                let weight = Double(weights[input * 2 + column])
                // Half a unit, and the rounding of the product in front of it.
                #expect(abs(Double(whole) * scale[column] - weight) <= scale[column] * 0.500001)
            }
        }
        let limit = planes == 2 ? 32639.0 : 8_355_711
        #expect(digit_pixel_limit(planes) == limit && scale == [1 / limit, 7 / limit])
        #expect(bytes.indices.allSatisfy { $0 % 4 < 3 && $0 % 16 < 8 && $0 < planes * 16 || bytes[$0] == 0 })
    }

    /// Pictures of 4 x 6: two lines are a vector, and its first group is the four pixels in the upper left corner.
    @Test func squaresOfPixelsLieTogether() {
        let weights = (1...24).map { Float($0) }
        var shape = digit_pixel_shape(inputs: 24, columns: 1, width: 6, planes: 2)
        var bytes = [Int8](repeating: 1, count: digit_pixel_bytes(&shape))
        var scale = [0.0]
        digit_pixels_pack(&shape, weights, &bytes, &scale)
        #expect(bytes.count == 32 * 64)
        func group(_ number: Int) -> [Int] {
            (0..<4).map { pixel in
                let (high, low) = (Int(bytes[number * 64 + pixel]), Int(bytes[number * 64 + 16 + pixel]))
                return Int((Double(high * 256 + low) * scale[0]).rounded())
            }
        }
        #expect(group(0) == [1, 2, 7, 8] && group(1) == [3, 4, 9, 10] && group(2) == [5, 6, 11, 12])
        #expect(group(3) == [0, 0, 0, 0])
        #expect(group(16) == [13, 14, 19, 20] && group(18) == [17, 18, 23, 24])
    }

    /// Row counts around those that are taken one by one, and around the lanes.
    @Test(arguments: Instructions.available)
    func aRowIsTheSameInAnyNumberOfRows(instructions: Instructions) {
        let stack = DenseStack(sizes: [13, 29, 7, 150, 11], activations: [.sigmoid, .tanh, .sigmoid, .identity])
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

    @Test(
        arguments: Instructions.available,
        [[5, 3], [4, 17, 2], [50, 100, 10], [3, 9, 140, 33], [2, 30, 3, 70, 5], [1, 7]])
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
    let width: Int
    let planes: Int
    let weights: [Float]
    let bias: [Float]

    /// Images of which most pixels are blank, one of them all ink.
    static func images(_ count: Int, inputs: Int) -> [UInt8] {
        var random = SplitMix64(seed: 4)
        return (0..<count * inputs).map { index in
            index / inputs == 2 || random.next(below: 5) == 0 ? UInt8(random.next(below: 256)) : 0
        }
    }

    func run(_ instructions: Instructions, _ pixels: [UInt8]) -> [Float] {
        let rows = pixels.count / inputs
        var shape = digit_pixel_shape(inputs: inputs, columns: columns, width: width, planes: planes)
        var bytes = [Int8](repeating: 0, count: digit_pixel_bytes(&shape))
        var scale = [Double](repeating: 0, count: columns)
        digit_pixels_pack(&shape, weights, &bytes, &scale)
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
                                shape: shape, weights: weights, table: table, bias: bias,
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
