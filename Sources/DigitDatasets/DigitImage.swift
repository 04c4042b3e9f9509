/// One grey picture: 0 is paper, 255 is ink.
///
/// ```swift
/// let first = try MNIST.load().train.images[0]
/// first[14, 14]  // row 14, column 14
/// ```
public struct DigitImage: Sendable, Hashable {
    /// Rows; 28 in every data set of the catalogue.
    public let height: Int
    /// Columns; 28 in every data set of the catalogue.
    public let width: Int
    /// The pixels row by row, 0 for paper to 255 for ink: `height * width` of them.
    public let pixels: [UInt8]

    /// Wraps pixels given row by row.
    ///
    /// - Precondition: `pixels.count` is `height * width`.
    public init(pixels: [UInt8], height: Int = 28, width: Int = 28) {
        guard height > 0, width > 0, pixels.count == height * width else {
            fatalError("\(pixels.count) pixels do not make a picture of \(height) rows and \(width) columns")
        }
        self.height = height
        self.width = width
        self.pixels = pixels
    }

    /// The pixel of a row and a column, both counted from the top left corner and from 0.
    public subscript(row: Int, column: Int) -> UInt8 {
        guard row >= 0, row < height, column >= 0, column < width else {
            fatalError("pixel (\(row), \(column)) is outside of \(height) rows and \(width) columns")
        }
        return pixels[row * width + column]
    }
}
