import CDigitKernels
import DigitTestSupport
import Testing

@Suite struct ProductTests {
    /// Rows around the tiles' sizes, columns around the panels' and the vectors'.
    static let shapes = [
        (1, 1, 1), (1, 7, 10), (2, 3, 8), (3, 5, 9), (5, 4, 16), (6, 2, 17), (7, 9, 24), (13, 3, 31), (14, 8, 32),
        (15, 6, 33), (28, 11, 40), (29, 2, 41), (43, 3, 50), (14, 5, 64), (7, 3, 100),
    ]

    @Test(arguments: Instructions.available, shapes)
    func multipliesMatrices(instructions: Instructions, shape: (rows: Int, steps: Int, columns: Int)) {
        let (rows, steps, columns) = shape
        let a = wholeNumbers(rows * steps, seed: 1)
        let b = wholeNumbers(steps * columns, seed: 2)
        let bias = wholeNumbers(columns, seed: 3)
        var expected: [Float] = []
        for row in 0..<rows {
            for column in 0..<columns {
                expected.append(
                    (0..<steps).reduce(bias[column]) { $0 + a[row * steps + $1] * b[$1 * columns + column] })
            }
        }
        var product = digit_product()
        (product.groups, product.segments) = (1, 1)
        (product.rows, product.steps, product.columns) = (rows, steps, columns)
        (product.a_row, product.a_step, product.c_row) = (steps, 1, columns)
        #expect(multiply(product, instructions, a, packed(b, steps, columns), bias: bias) == expected)
        product.relu = true
        #expect(
            multiply(product, instructions, a, packed(b, steps, columns), bias: bias) == expected.map { max($0, 0) })
    }

    /// c += aT b, as the gradients of weights are: the rows lie side by side, and b is as it is.
    @Test(arguments: Instructions.available, shapes)
    func addsTransposedProducts(instructions: Instructions, shape: (rows: Int, steps: Int, columns: Int)) {
        let (rows, steps, columns) = shape
        let segments = 2
        let a = wholeNumbers(segments * steps * rows, seed: 4)
        let b = wholeNumbers(segments * steps * columns, seed: 5)
        let start = wholeNumbers(rows * columns, seed: 6)
        var expected = start
        for row in 0..<rows {
            for column in 0..<columns {
                for step in 0..<segments * steps {
                    expected[row * columns + column] += a[step * rows + row] * b[step * columns + column]
                }
            }
        }
        var product = digit_product()
        (product.groups, product.segments) = (1, segments)
        (product.rows, product.steps, product.columns) = (rows, steps, columns)
        (product.a_row, product.a_step, product.a_segment) = (1, rows, steps * rows)
        (product.b_step, product.b_segment, product.c_row) = (columns, steps * columns, columns)
        product.accumulate = true
        let slack = [Float](repeating: .nan, count: Int(digit_product_slack))
        #expect(multiply(product, instructions, a, b + slack, start: start) == expected)
    }

    /// A window of 2 x 3 over a picture of 6 x 9 with 5 channels, each second column, against the definition.
    @Test(arguments: Instructions.available)
    func convolves(instructions: Instructions) {
        let (height, width, channels, outputs) = (6, 9, 5, 11)
        let x = wholeNumbers(height * width * channels, seed: 7)
        let w = wholeNumbers(2 * 3 * channels * outputs, seed: 8)
        var expected: [Float] = []
        for row in 0..<5 {
            for column in 0..<4 {
                for output in 0..<outputs {
                    var sum: Float = 0
                    for (k, l) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)] {
                        for channel in 0..<channels {
                            sum +=
                                x[((row + k) * width + 2 * column + l) * channels + channel]
                                * w[((k * 3 + l) * channels + channel) * outputs + output]
                        }
                    }
                    expected.append(sum)
                }
            }
        }
        var product = digit_product()
        (product.groups, product.rows, product.segments) = (5, 4, 2)
        (product.steps, product.columns) = (3 * channels, outputs)
        (product.a_group, product.a_row) = (width * channels, 2 * channels)
        (product.a_segment, product.a_step) = (width * channels, 1)
        (product.c_group, product.c_row) = (4 * outputs, outputs)
        #expect(multiply(product, instructions, x, packed(w, 6 * channels, outputs)) == expected)
    }

    /// With fractions the roundings show whether a row's sum depends on the rows around it.
    @Test(arguments: Instructions.available)
    func aRowIsTheSameInAnyNumberOfRows(instructions: Instructions) {
        let (rows, steps, columns) = (31, 57, 45)
        let a = wholeNumbers(rows * steps, seed: 9).map { $0 / 7 }
        let b = packed(wholeNumbers(steps * columns, seed: 10).map { $0 / 11 }, steps, columns)
        var product = digit_product()
        (product.groups, product.segments) = (1, 1)
        (product.rows, product.steps, product.columns) = (rows, steps, columns)
        (product.a_row, product.a_step, product.c_row) = (steps, 1, columns)
        let all = multiply(product, instructions, a, b)
        product.rows = 1
        for row in 0..<rows {
            let one = multiply(product, instructions, Array(a[row * steps..<(row + 1) * steps]), b)
            #expect(one == Array(all[row * columns..<(row + 1) * columns]))
        }
    }

    @Test(arguments: [(1, 8), (8, 8), (9, 16), (16, 16), (17, 32), (32, 32), (33, 40), (64, 64), (100, 104)])
    func packsIntoWholePanels(columns: Int, width: Int) {
        #expect(digit_packed_size(3, columns) == 3 * width)
        let b = (0..<3 * columns).map { Float($0 + 1) }
        let result = packed(b, 3, columns)
        #expect(result.count { $0 != 0 } == 3 * columns)
        #expect(result.filter { $0 != 0 }.sorted() == b)
        #expect(Array(result.prefix(min(columns, 32))) == Array(b.prefix(min(columns, 32))))
    }

    private func packed(_ b: [Float], _ steps: Int, _ columns: Int) -> [Float] {
        var packed = [Float](repeating: .nan, count: digit_packed_size(steps, columns))
        digit_pack(b, steps, columns, &packed)
        return packed
    }

    private func multiply(
        _ shape: digit_product, _ instructions: Instructions, _ a: [Float], _ b: [Float], bias: [Float]? = nil,
        start: [Float]? = nil
    ) -> [Float] {
        let guardBand: [Float] = [12345, 54321]
        let count = shape.groups * shape.rows * shape.columns
        var c = (start ?? [Float](repeating: .nan, count: count)) + guardBand
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                c.withUnsafeMutableBufferPointer { c in
                    (bias ?? []).withUnsafeBufferPointer { bias in
                        guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
                        var product = shape
                        digit_multiply(instructions.simd, &product, a, b, bias.isEmpty ? nil : bias.baseAddress, c)
                    }
                }
            }
        }
        #expect(Array(c.suffix(2)) == guardBand, "wrote behind the end")
        return Array(c.prefix(count))
    }
}
