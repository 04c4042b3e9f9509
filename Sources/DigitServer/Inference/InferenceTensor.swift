/// The tensors of the models, all of which take and give the same.
package enum InferenceTensor {
    /// What the input is called.
    package static let input = "input"
    /// Pixels of an image.
    package static let pixels = 784
    /// The shapes that an image may have, behind the number of images.
    package static let imageShapes = [[784], [28, 28], [1, 28, 28]]

    /// The element types that are taken.
    package enum DataType: String, CaseIterable {
        /// A 32-bit float: 0 is paper, 1 is ink.
        case fp32 = "FP32"
        /// A byte: 0 is paper, 255 is ink.
        case uint8 = "UINT8"

        /// Bytes of an element.
        var size: Int { self == .fp32 ? 4 : 1 }
    }

    /// What is sent back.
    package enum Output: String, CaseIterable {
        /// A probability for each digit: FP32 [N, 10].
        case probabilities
        /// The likeliest digit: INT64 [N].
        case digit

        /// The name of its element type.
        var dataType: String { self == .probabilities ? "FP32" : "INT64" }

        /// Its shape for a number of images; -1 for any.
        func shape(count: Int, classes: Int) -> [Int] { self == .probabilities ? [count, classes] : [count] }
    }
}
