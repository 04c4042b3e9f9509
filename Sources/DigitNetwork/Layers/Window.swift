/// A window that moves over a picture: what a convolution multiplies, or a pooling takes together, at once.
///
/// ```swift
/// try Window(3, padding: 1)   // 3 x 3, which keeps a picture's size
/// try Window(2, stride: 2)    // 2 x 2 side by side, which halves it
/// ```
public struct Window: Sendable, Hashable {
    /// Lines and columns that are put around a picture before the window moves over it.
    public struct Padding: Sendable, Hashable {
        /// Lines above.
        public let top: Int
        /// Columns to the left.
        public let left: Int
        /// Lines below.
        public let bottom: Int
        /// Columns to the right.
        public let right: Int

        /// Creates a border; each side is 0 to ``Window/largest``, which the window checks.
        public init(top: Int, left: Int, bottom: Int, right: Int) {
            self.top = top
            self.left = left
            self.bottom = bottom
            self.right = right
        }

        /// Creates a border that is the same on all sides.
        public init(_ size: Int = 0) {
            self.init(top: size, left: size, bottom: size, right: size)
        }

        /// Whether there is no border.
        var isEmpty: Bool { top == 0 && left == 0 && bottom == 0 && right == 0 }
    }

    /// The most lines or columns that a window, its stride or its padding may have: far more than digits need, and so
    /// few that no size that is calculated from them overflows.
    public static let largest = 1024

    /// Lines of the window.
    public let height: Int
    /// Columns of the window.
    public let width: Int
    /// Lines from one position to the next.
    public let verticalStride: Int
    /// Columns from one position to the next.
    public let horizontalStride: Int
    /// The border around the picture.
    public let padding: Padding

    /// Creates a window.
    ///
    /// - Parameters:
    ///   - height: lines, 1 to ``largest``.
    ///   - width: columns, 1 to ``largest``.
    ///   - verticalStride: lines from one position to the next, 1 to ``largest``.
    ///   - horizontalStride: columns from one position to the next, 1 to ``largest``.
    ///   - padding: the border around the picture, each side 0 to ``largest``.
    /// - Throws: `shapeMismatch` where a number is outside its range.
    public init(
        height: Int, width: Int, verticalStride: Int = 1, horizontalStride: Int = 1, padding: Padding = Padding()
    ) throws(NetworkError) {
        let sizes = [height, width, verticalStride, horizontalStride]
        let borders = [padding.top, padding.left, padding.bottom, padding.right]
        guard sizes.allSatisfy({ (1...Self.largest).contains($0) }),
            borders.allSatisfy({ (0...Self.largest).contains($0) })
        else {
            throw NetworkError(
                .shapeMismatch,
                "a window has sizes and strides of 1 to \(Self.largest) and a padding of 0 to \(Self.largest), "
                    + "found \(height)x\(width), stride \(verticalStride)x\(horizontalStride), padding \(borders)")
        }
        self.height = height
        self.width = width
        self.verticalStride = verticalStride
        self.horizontalStride = horizontalStride
        self.padding = padding
    }

    /// Creates a square window.
    ///
    /// - Parameters:
    ///   - size: lines and columns.
    ///   - stride: lines and columns from one position to the next.
    ///   - padding: the border on each side.
    /// - Throws: `shapeMismatch` where a number is outside its range.
    public init(_ size: Int, stride: Int = 1, padding: Int = 0) throws(NetworkError) {
        try self.init(
            height: size, width: size, verticalStride: stride, horizontalStride: stride, padding: Padding(padding))
    }

    /// How many positions the window has over a picture, or `nil` where it does not fit once.
    func positions(height: Int, width: Int) -> (height: Int, width: Int)? {
        let spareHeight = height + padding.top + padding.bottom - self.height
        let spareWidth = width + padding.left + padding.right - self.width
        guard spareHeight >= 0, spareWidth >= 0 else { return nil }
        return (spareHeight / verticalStride + 1, spareWidth / horizontalStride + 1)
    }
}

extension Window {
    /// The window that covers a whole picture [C, H, W], however large, once.
    init(covering shape: [Int]) {
        (height, width) = (shape[1], shape[2])
        (verticalStride, horizontalStride) = (1, 1)
        padding = Padding()
    }
}
