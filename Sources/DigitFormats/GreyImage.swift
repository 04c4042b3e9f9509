/// A picture of grey levels, in memory.
public struct GreyImage: Sendable, Hashable {
    /// Columns, 1 or more.
    public let width: Int
    /// Rows, 1 or more.
    public let height: Int
    /// The levels row by row, 0 black to 255 white: `width * height` of them.
    public let pixels: [UInt8]

    /// Wraps levels given row by row.
    ///
    /// - Precondition: `pixels.count` is `width * height`, and neither is 0.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        guard width > 0, height > 0, width.multipliedReportingOverflow(by: height) == (pixels.count, false) else {
            fatalError("\(pixels.count) pixels do not make a picture of \(width) x \(height)")
        }
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}
