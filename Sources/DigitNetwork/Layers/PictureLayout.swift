/// The two orders of a picture's values: [C, H, W] outside, as PyTorch and ONNX have it, and [H, W, C] between the layers
/// of this module, where the channels of a pixel fill a vector.
enum PictureLayout {
    /// Whether the two are the same: one channel, one pixel, or a row of values.
    static func isTrivial(_ shape: [Int]) -> Bool {
        shape.count != 3 || shape[0] == 1 || shape[1] * shape[2] == 1
    }

    /// [rows, columns] to [columns, rows]: a picture's channels to the inside with [C, H W], to the outside with [H W, C].
    static func transpose(
        _ source: UnsafePointer<Float>, rows: Int, columns: Int, into target: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<rows {
            for column in 0..<columns { target[column * rows + row] = source[row * columns + column] }
        }
    }
}
