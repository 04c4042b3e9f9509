import CDigitKernels

/// A dense network as it predicts from pixels, prepared once: weights packed, normalisations taken in, and what blank pixels
/// give in the first layer's biases.
///
/// Where the processor multiplies bytes, the first layer's weights are whole numbers of two bytes or, where that would show,
/// three, and its sums are exact; see `digit_pixels`. Everything lies in memory of its own that never changes.
final class DensePlan: Sendable {
    /// Images that go through all layers together, while their values are in the nearest cache.
    static let largestTile = 32
    /// Rows of this many fill the lanes of any processor; scratch memory comes in multiples of it.
    private static let lanes = 16
    /// Values that a tile may have between two layers: a very wide network takes fewer images at a time.
    private static let largestTileValues = 1 << 17

    /// The first layer's inputs and columns, and how its weights are packed.
    let shape: digit_pixel_shape
    /// What is applied to them.
    let firstActivation: digit_activation
    /// Layers behind the first.
    let laterCount: Int
    /// The most values that a later layer takes or gives.
    private let widest: Int

    private let table: ScratchBuffer<Float>
    private let firstWeights: ScratchBuffer<Float>
    private let firstBias: ScratchBuffer<Float>
    private let bytes: ScratchBuffer<Int8>
    private let scale: ScratchBuffer<Float>
    private let takesBytes: Bool

    /// The later layers' weights and biases, one behind the other.
    private let values: ScratchBuffer<Float>
    /// The later layers, whose pointers lead into `values`.
    private let laterAddress: UInt

    /// `nil` where the network is not made of dense layers with at most one activation behind each, once its
    /// normalisations are taken in.
    init?(_ layers: [Layer], inputs: Int, inputRange: InputRange) {
        guard let steps = Self.steps(layers), let first = steps.first else { return nil }
        let columns = first.dense.outputs
        // Most rows of values are square pictures; where they are not, this only changes what is multiplied together.
        let side = Int(Double(inputs).squareRoot())
        shape = digit_pixel_shape(
            inputs: inputs, columns: columns, width: side * side == inputs ? side : 0,
            planes: Self.weightBytes(steps, pixelRange: 255 * inputRange.step))
        firstActivation = first.activation
        laterCount = steps.count - 1
        widest = steps.reduce(0) { max($0, $1.dense.outputs) }

        let blank = Double(inputRange(0))
        takesBytes = digit_pixels_take_bytes(simd, inputs)
        table = ScratchBuffer(count: 256)
        for pixel in 0..<256 { table.pointer[pixel] = inputRange(UInt8(pixel)) - inputRange(0) }
        let stride = Self.stride(columns)
        firstBias = ScratchBuffer(count: stride)
        for column in 0..<columns {
            var sum = 0.0
            for input in 0..<inputs { sum += Double(first.dense.weights[input * columns + column]) }
            // Adding 0 makes a positive zero of a negative one, as sums that leave out no zero do.
            firstBias.pointer[column] = Float(Double(first.dense.biases[column]) + blank * sum) + 0
        }
        firstWeights = ScratchBuffer(count: takesBytes ? 0 : inputs * stride)
        var shape = shape
        bytes = ScratchBuffer(count: takesBytes ? digit_pixel_bytes(&shape) : 0)
        scale = ScratchBuffer(count: columns)
        if takesBytes {
            var worth = [Double](repeating: 0, count: columns)
            digit_pixels_pack(&shape, first.dense.weights, bytes.pointer, &worth)
            for column in 0..<columns { scale.pointer[column] = Float(worth[column] * inputRange.step) }
        } else {
            Self.spread(first.dense.weights, columns: columns, into: firstWeights.pointer)
        }

        values = ScratchBuffer(
            count: steps.dropFirst().reduce(0) { $0 + ($1.dense.inputs + 1) * Self.stride($1.dense.outputs) })
        let later = UnsafeMutablePointer<digit_dense_layer>.allocate(capacity: max(steps.count - 1, 1))
        laterAddress = UInt(bitPattern: later)
        var place = values.pointer
        for (index, step) in steps.dropFirst().enumerated() {
            let (dense, stride) = (step.dense, Self.stride(step.dense.outputs))
            let bias = place + dense.inputs * stride
            Self.spread(dense.weights, columns: dense.outputs, into: place)
            Self.spread(dense.biases, columns: dense.outputs, into: bias)
            (later + index).initialize(
                to: digit_dense_layer(
                    inputs: dense.inputs, columns: dense.outputs, activation: step.activation, weights: place,
                    bias: bias))
            place = bias + stride
        }
    }

    deinit { later.deallocate() }

    /// The dense layers, each with what stands behind it.
    private static func steps(_ layers: [Layer]) -> [Step]? {
        var steps: [Step] = []
        var activated = false
        for layer in layers {
            switch layer {
            case .dense(let dense):
                steps.append((dense, .identity))
                activated = false
            case .activation(let activation):
                guard !steps.isEmpty, !activated else { return nil }
                steps[steps.count - 1].activation = activation.kernel
                activated = true
            case .dropout: continue
            default: return nil
            }
        }
        return steps
    }

    /// Floats of a weight row in whole vectors.
    private static func stride(_ columns: Int) -> Int { digit_dense_stride(columns) }

    /// Copies rows of `columns` values to where each has whole vectors.
    private static func spread(_ source: [Float], columns: Int, into target: UnsafeMutablePointer<Float>) {
        let stride = stride(columns)
        for (index, value) in source.enumerated() { target[index / columns * stride + index % columns] = value }
    }

    private var later: UnsafeMutablePointer<digit_dense_layer> {
        guard let pointer = UnsafeMutablePointer<digit_dense_layer>(bitPattern: laterAddress) else {
            fatalError("a prepared network has no memory")
        }
        return pointer
    }

    /// Values that an image has, and that the first layer gives.
    private var inputs: Int { shape.inputs }
    private var firstColumns: Int { shape.columns }

    /// Images that go through all layers together.
    var tile: Int { max(1, min(Self.largestTile, Self.largestTileValues / widest)) }

    /// Floats of scratch memory that ``forward(_:rows:softmax:into:scratch:)`` needs for so many rows.
    func scratchCount(rows: Int) -> Int {
        let rows = (min(rows, tile) + Self.lanes - 1) / Self.lanes * Self.lanes
        return digit_pixel_sums(firstColumns) * rows + firstColumns * rows + 2 * widest * rows
    }

    /// Takes images through all layers, a tile at a time.
    ///
    /// - Parameters:
    ///   - pixels: [rows, inputs].
    ///   - rows: the number of images.
    ///   - softmax: whether the output is probabilities.
    ///   - output: [rows, outputs], overwritten.
    ///   - scratch: ``scratchCount(rows:)`` floats.
    func forward(
        _ pixels: UnsafePointer<UInt8>, rows: Int, softmax: Bool, into output: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        var first = digit_pixel_layer(
            shape: shape, weights: firstWeights.pointer, table: table.pointer, bias: firstBias.pointer,
            bytes: takesBytes ? UnsafePointer(bytes.pointer) : nil,
            scale: takesBytes ? UnsafePointer(scale.pointer) : nil)
        let padded = (min(rows, tile) + Self.lanes - 1) / Self.lanes * Self.lanes
        let values = scratch + digit_pixel_sums(firstColumns) * padded
        let front = values + firstColumns * padded
        let outputs = laterCount == 0 ? firstColumns : later[laterCount - 1].columns
        var row = 0
        while row < rows {
            let count = min(tile, rows - row)
            let (source, result) = (pixels + row * inputs, output + row * outputs)
            if laterCount == 0 {
                digit_pixels(simd, &first, source, count, scratch, result)
                digit_activate(simd, firstActivation, result, count * outputs)
                if softmax { digit_softmax(simd, result, count, outputs) }
            } else {
                digit_pixels(simd, &first, source, count, scratch, values)
                // The memory behind the last value is there, and whole vectors are faster than a rest.
                digit_activate(simd, firstActivation, values, Self.stride(count * firstColumns))
                digit_dense(
                    simd, later, laterCount, values, count, softmax, front, front + widest * padded, result)
            }
            row += count
        }
    }
}

extension Activation {
    /// The kernels' name for it.
    fileprivate var kernel: digit_activation {
        switch self {
        case .identity: .identity
        case .sigmoid: .sigmoid
        case .relu: .relu
        case .tanh: .tanh
        case .step: .step
        }
    }
}

extension InputRange {
    /// What the number for a pixel grows by from one pixel value to the next.
    fileprivate var step: Double {
        switch self {
        case .unit: 1 / 255
        case .byte: 1
        case .signed: 2 / 255
        case .standard: 1 / (255 * 0.3081)
        }
    }
}
