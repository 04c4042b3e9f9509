/// The pixels of images as single-precision numbers: 0 for paper to 1 for ink.
public struct NormalizedImages: Sendable, Equatable {
    /// The size of each dimension: [N, 1, H, W], or [N, H * W] where flattened.
    public let shape: [Int]
    /// The numbers image by image, row by row, each the pixel divided by 255.
    public let values: [Float]

    /// The same numbers with ``shape`` [N, H * W].
    public var flattened: NormalizedImages {
        NormalizedImages(shape: [shape[0], shape.dropFirst().reduce(1, *)], values: values)
    }
}

extension DigitImages {
    /// The pixels divided by 255, as the book's `normalize=True` gives them.
    ///
    /// Networks take the bytes as they are and scale them in their first layer: this is for looking at numbers, and for
    /// code of one's own. It takes four bytes a pixel.
    public func normalized() -> NormalizedImages {
        let values = withPixels { pixels in
            [Float](unsafeUninitializedCapacity: pixels.count) { buffer, count in
                for index in pixels.indices {
                    buffer.initializeElement(at: index, to: Float(pixels[index]) / 255)
                }
                count = pixels.count
            }
        }
        return NormalizedImages(shape: shape, values: values)
    }
}
