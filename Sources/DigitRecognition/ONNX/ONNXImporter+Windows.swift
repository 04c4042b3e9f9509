import DigitNetwork

extension ONNXImporter {
    /// The window that a convolution or pooling is set to.
    ///
    /// - Parameters:
    ///   - kernel: Its lines and columns.
    ///   - picture: [C, H, W].
    ///   - zeros: Zeros that stand around the picture already.
    ///   - roundingUp: Whether a last window that hangs over the border counts, as with `ceil_mode`.
    ///   - step: The node, whose attributes say the rest.
    /// - Returns: The window, and whether a window hangs over: then the padding is larger than the file's.
    /// - Throws: ``ONNXRefusal`` where an attribute has no place in a window; `NetworkError`.
    func window(
        _ kernel: [Int], over picture: [Int], around zeros: Window.Padding? = nil, roundingUp: Bool = false,
        _ step: inout ONNXStep
    ) throws -> (window: Window, excess: Bool) {
        let strides = try step.ints("strides") ?? [1, 1]
        let dilations = try step.ints("dilations") ?? [1, 1]
        let given = try step.ints("pads") ?? [0, 0, 0, 0]
        let mode = try step.string("auto_pad", "NOTSET")
        let sizes = 1...Window.largest
        guard kernel.count == 2, strides.count == 2, given.count == 4, (kernel + strides).allSatisfy(sizes.contains),
            given.allSatisfy((0...Window.largest).contains)
        else {
            throw ONNXRefusal(
                "a window has two sizes and strides of 1 to \(Window.largest) and four paddings of 0 to "
                    + "\(Window.largest), found \(kernel), \(strides) and \(given)")
        }
        guard dilations.allSatisfy({ $0 == 1 }) else { throw ONNXRefusal("dilations \(dilations) are not read") }
        var excess = false
        /// The padding before and behind, along lines or columns.
        func padding(_ axis: Int) throws -> (before: Int, behind: Int) {
            let (size, kernel, stride) = (picture[axis + 1], kernel[axis], strides[axis])
            switch mode {
            case "NOTSET", "":
                let (before, behind) = (given[axis], given[axis + 2])
                let spare = size + before + behind - kernel
                guard roundingUp, spare > 0, spare % stride != 0 else { return (before, behind) }
                let last = (spare / stride + 1) * stride
                // A window that would begin in the padding behind is left out.
                guard last < size + before else { return (before, behind) }
                excess = true
                return (before, behind + last - spare)
            case "VALID": return (0, 0)
            case "SAME_UPPER", "SAME_LOWER":
                let total = max(((size + stride - 1) / stride - 1) * stride + kernel - size, 0)
                return mode == "SAME_UPPER" ? (total / 2, total - total / 2) : (total - total / 2, total / 2)
            default: throw ONNXRefusal("the attribute auto_pad is \"\(String(mode.prefix(20)))\"")
            }
        }
        let (lines, columns) = (try padding(0), try padding(1))
        let border = Window.Padding(
            top: lines.before, left: columns.before, bottom: lines.behind, right: columns.behind
        ).adding(zeros)
        // A border of the file's own would be calculated for the larger picture.
        guard zeros == nil || ["NOTSET", "", "VALID"].contains(mode) else {
            throw ONNXRefusal("auto_pad of a padded picture is not read")
        }
        let window = try Window(
            height: kernel[0], width: kernel[1], verticalStride: strides[0], horizontalStride: strides[1],
            padding: border)
        return (window, excess)
    }

    /// An axis counted from the front, 0 for the images.
    func axis(_ axis: Int, rank: Int) throws -> Int {
        guard (-rank..<rank).contains(axis) else { throw ONNXRefusal("axis \(axis) of \(rank) dimensions") }
        return axis < 0 ? axis + rank : axis
    }
}

extension Window.Padding {
    /// The border that two of them are together; a sum out of range is left for the window to refuse.
    fileprivate func adding(_ other: Window.Padding?) -> Window.Padding {
        guard let other else { return self }
        return Window.Padding(
            top: top &+ other.top, left: left &+ other.left, bottom: bottom &+ other.bottom,
            right: right &+ other.right)
    }
}
