/// The values of one row that are not zero, with their positions: what a matrix product has to add up.
///
/// Four fifths of MNIST's pixels are blank. Leaving zeros out changes no bit of a sum that starts from anything but a
/// negative zero, as long as what they are multiplied with is finite, and `Dense` sees to that.
struct Terms: ~Copyable, Sendable {
    private(set) var count = 0
    private let positions: ScratchBuffer<Int32>
    private let values: ScratchBuffer<Float>

    /// Makes room for rows of up to `capacity` values.
    init(capacity: Int) {
        positions = ScratchBuffer(count: capacity)
        values = ScratchBuffer(count: capacity)
    }

    var capacity: Int { values.count }

    /// Takes the values of `row` that are not zero, in their order; they are `stride` elements apart.
    mutating func gather(_ row: UnsafePointer<Float>, count rowCount: Int, stride: Int = 1) {
        let (positions, values) = (positions.pointer, values.pointer)
        var kept = 0
        for index in 0..<rowCount {
            // Written always, kept only where it counts: no branch to mispredict.
            let value = row[index &* stride]
            positions[kept] = Int32(truncatingIfNeeded: index)
            values[kept] = value
            kept &+= value != 0 ? 1 : 0
        }
        count = kept
    }

    /// Takes the pixels of `row` that `table` does not map to zero, in their order.
    mutating func gather(_ row: UnsafePointer<UInt8>, count rowCount: Int, table: UnsafePointer<Float>) {
        let (positions, values) = (positions.pointer, values.pointer)
        let blankIsZero = table[0] == 0
        var kept = 0
        var index = 0
        while index < rowCount {
            // Eight blank pixels in a row are the rule, and one comparison passes them all.
            let end = min(index &+ 8, rowCount)
            let blank =
                blankIsZero && end == index &+ 8
                && UnsafeRawPointer(row + index).loadUnaligned(as: UInt64.self) == 0
            if blank {
                index = end
                continue
            }
            while index < end {
                let value = table[Int(row[index])]
                positions[kept] = Int32(truncatingIfNeeded: index)
                values[kept] = value
                kept &+= value != 0 ? 1 : 0
                index &+= 1
            }
        }
        count = kept
    }

    /// Adds each term times its row of `matrix` to `output`, in the order of the terms.
    ///
    /// Every product of this module is this one sum: inputs times weights, deltas times transposed weights, and the
    /// gradients, inputs times deltas. Each output adds its terms one after the other, so that the result depends
    /// neither on a batch nor on threads; four terms a pass only save loading and storing the outputs in between.
    ///
    /// - Parameters:
    ///   - matrix: [positions, width] in row-major order.
    ///   - width: the number of outputs.
    ///   - output: [width], added to.
    func accumulate(_ matrix: UnsafePointer<Float>, width: Int, into output: UnsafeMutablePointer<Float>) {
        let (positions, values) = (positions.pointer, values.pointer)
        var term = 0
        while term &+ 4 <= count {
            let (a, b, c, d) = (values[term], values[term &+ 1], values[term &+ 2], values[term &+ 3])
            let rowA = matrix + Int(positions[term]) &* width
            let rowB = matrix + Int(positions[term &+ 1]) &* width
            let rowC = matrix + Int(positions[term &+ 2]) &* width
            let rowD = matrix + Int(positions[term &+ 3]) &* width
            for index in 0..<width {
                output[index] = output[index] + a * rowA[index] + b * rowB[index] + c * rowC[index] + d * rowD[index]
            }
            term &+= 4
        }
        while term < count {
            let value = values[term]
            let row = matrix + Int(positions[term]) &* width
            for index in 0..<width { output[index] += value * row[index] }
            term &+= 1
        }
    }
}
