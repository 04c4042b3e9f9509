#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Grey pictures of one size: N images of H rows and W columns, 0 for paper to 255 for ink.
///
/// The pixels are shared, never copied, by slices and by ``flattened``; behind them is an array or a file mapped into
/// memory.
///
/// ```swift
/// let images = try MNIST.load().test.images
/// images.shape                        // [10000, 1, 28, 28]
/// images.flattened.shape              // [10000, 784]
/// images[0..<100].normalized().shape  // [100, 1, 28, 28], 0...1
/// ```
public struct DigitImages: Sendable {
    /// The number of images, N.
    public let count: Int
    /// Rows of an image, H.
    public let height: Int
    /// Columns of an image, W.
    public let width: Int
    /// Whether ``shape`` is given as [N, H * W] rather than [N, 1, H, W]; the pixels are the same.
    public let isFlattened: Bool

    private let storage: ByteStorage
    /// Where the first pixel is in the storage.
    private let offset: Int

    /// The size of each dimension: [N, 1, H, W], or [N, H * W] where flattened.
    public var shape: [Int] { isFlattened ? [count, pixelsPerImage] : [count, 1, height, width] }

    /// Pixels of an image: H * W.
    public var pixelsPerImage: Int { height * width }

    /// Wraps pixels given image by image, row by row.
    ///
    /// - Precondition: `pixels.count` is `count * height * width`.
    public init(pixels: [UInt8], count: Int, height: Int = 28, width: Int = 28) {
        self.init(storage: .array(pixels), offset: 0, count: count, height: height, width: width)
        guard pixels.count == count * height * width else {
            fatalError("\(pixels.count) pixels do not make \(count) images of \(height) rows and \(width) columns")
        }
    }

    /// Collects pictures, which must all be of one size.
    public init(_ images: [DigitImage]) {
        let height = images.first?.height ?? 28
        let width = images.first?.width ?? 28
        guard images.allSatisfy({ $0.height == height && $0.width == width }) else {
            fatalError("the images are not all of \(height) rows and \(width) columns")
        }
        self.init(pixels: images.flatMap(\.pixels), count: images.count, height: height, width: width)
    }

    /// Wraps a part of shared bytes.
    init(storage: ByteStorage, offset: Int, count: Int, height: Int, width: Int, isFlattened: Bool = false) {
        guard count >= 0, height > 0, width > 0, offset >= 0 else {
            fatalError("\(count) images of \(height) rows and \(width) columns from byte \(offset) cannot be")
        }
        let (pixels, overflow) = count.multipliedReportingOverflow(by: height * width)
        guard !overflow, pixels <= storage.count - offset else {
            fatalError("\(count) images of \(height) x \(width) do not fit into \(storage.count - offset) bytes")
        }
        self.storage = storage
        self.offset = offset
        self.count = count
        self.height = height
        self.width = width
        self.isFlattened = isFlattened
    }

    /// Lends the pixels, image by image and row by row, for the time of a call: [N * H * W].
    public func withPixels<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        try storage.withSpan(offset..<offset + count * pixelsPerImage, body)
    }

    /// A copy of all pixels, image by image and row by row: [N * H * W].
    public var pixels: [UInt8] { storage.copy(offset..<offset + count * pixelsPerImage) }

    /// The same pixels with ``shape`` [N, H * W].
    public var flattened: DigitImages {
        DigitImages(storage: storage, offset: offset, count: count, height: height, width: width, isFlattened: true)
    }

    /// One image, copied out; indices count from 0.
    public subscript(index: Int) -> DigitImage {
        guard index >= 0, index < count else { fatalError("image \(index) of \(count) images was asked for") }
        let start = offset + index * pixelsPerImage
        return DigitImage(pixels: storage.copy(start..<start + pixelsPerImage), height: height, width: width)
    }

    /// The images of a range of indices, sharing the pixels.
    public subscript(range: Range<Int>) -> DigitImages {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            fatalError("images \(range) of \(count) images were asked for")
        }
        return DigitImages(
            storage: storage, offset: offset + range.lowerBound * pixelsPerImage, count: range.count, height: height,
            width: width, isFlattened: isFlattened)
    }

    /// The images of the given indices, in that order, copied together; an index may come twice.
    public func selecting(_ indices: [Int]) -> DigitImages {
        let size = pixelsPerImage
        let selected = withPixels { pixels in
            pixels.withUnsafeBufferPointer { source in
                [UInt8](unsafeUninitializedCapacity: indices.count * size) { target, written in
                    for index in indices {
                        guard index >= 0, index < count else {
                            fatalError("image \(index) of \(count) images was asked for")
                        }
                        let image = UnsafeBufferPointer(rebasing: source[index * size..<(index + 1) * size])
                        _ = UnsafeMutableBufferPointer(rebasing: target[written...]).initialize(fromContentsOf: image)
                        written += size
                    }
                }
            }
        }
        return DigitImages(
            storage: .array(selected), offset: 0, count: indices.count, height: height, width: width,
            isFlattened: isFlattened)
    }
}

extension DigitImages: Equatable {
    /// Equal when the shapes and all pixels are.
    public static func == (a: DigitImages, b: DigitImages) -> Bool {
        guard a.shape == b.shape, a.width == b.width else { return false }
        return a.withPixels { left in
            b.withPixels { right in
                left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { isSame(left, $0) } }
            }
        }
    }

    private static func isSame(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let left = a.baseAddress, let right = b.baseAddress else { return a.count == b.count }
        return a.count == b.count && memcmp(left, right, a.count) == 0
    }
}
