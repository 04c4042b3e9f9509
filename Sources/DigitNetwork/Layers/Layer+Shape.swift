extension Layer {
    /// The most values that an image may have between two layers: 64 MiB of floats.
    static let largestOutput = 1 << 24

    /// What the layer makes of an image of `shape`, or why it cannot take it.
    func output(for shape: [Int]) -> Result<[Int], ShapeComplaint> {
        switch self {
        case .dense(let dense):
            return shape == [dense.inputs] ? .success([dense.outputs]) : takes("\(dense.inputs) values", shape)
        case .activation: return .success(shape)
        case .dropout(let rate):
            return (0..<1).contains(rate) ? .success(shape) : takes("a rate of 0 or more and below 1", shape)
        case .conv2D(let convolution):
            let expected = "[\(convolution.inputChannels), H, W]"
            guard shape.count == 3, shape[0] == convolution.inputChannels else { return takes(expected, shape) }
            return moved(convolution.window, over: shape, channels: convolution.outputChannels)
        case .batchNormalization(let normalization):
            return shape[0] == normalization.channels
                ? .success(shape) : takes("\(normalization.channels) channels", shape)
        case .maxPool(let window), .averagePool(let window, _):
            guard shape.count == 3 else { return takes("[C, H, W]", shape) }
            let padding = window.padding
            guard max(padding.top, padding.bottom) < window.height, max(padding.left, padding.right) < window.width
            else {
                return .failure(
                    ShapeComplaint(expected: "a padding smaller than its window", found: describe(shape)))
            }
            return moved(window, over: shape, channels: shape[0])
        case .globalMaxPool, .globalAveragePool:
            return shape.count == 3 ? .success([shape[0]]) : takes("[C, H, W]", shape)
        case .flatten: return .success([shape.reduce(1, *)])
        }
    }

    private func takes(_ expected: String, _ shape: [Int]) -> Result<[Int], ShapeComplaint> {
        .failure(ShapeComplaint(expected: expected, found: describe(shape)))
    }

    private func moved(_ window: Window, over shape: [Int], channels: Int) -> Result<[Int], ShapeComplaint> {
        guard let positions = window.positions(height: shape[1], width: shape[2]) else {
            return takes("pictures of at least \(window.height)x\(window.width) with their padding", shape)
        }
        let (area, overflow) = positions.height.multipliedReportingOverflow(by: positions.width)
        guard !overflow, area <= Self.largestOutput / channels else {
            return takes("pictures that give at most \(Self.largestOutput) values", shape)
        }
        return .success([channels, positions.height, positions.width])
    }
}

/// What a layer takes and what it would have got.
struct ShapeComplaint: Error {
    let expected: String
    let found: String
}

/// A shape in messages and tables: `50` for a row, `[32, 28, 28]` for a picture.
func describe(_ shape: [Int]) -> String {
    shape.count == 1 ? "\(shape[0])" : "\(shape)"
}
