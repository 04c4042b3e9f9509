extension DigitImages {
    /// The images with rows and columns swapped, copied.
    ///
    /// EMNIST stores its pictures so; two transpositions give the images again.
    public func transposed() -> DigitImages {
        let size = pixelsPerImage
        let turned = withPixels { source in
            [UInt8](unsafeUninitializedCapacity: source.count) { target, count in
                for first in stride(from: 0, to: source.count, by: size) {
                    var index = first
                    for column in 0..<width {
                        for row in 0..<height {
                            target.initializeElement(at: index, to: source[first + row * width + column])
                            index += 1
                        }
                    }
                }
                count = source.count
            }
        }
        let images = DigitImages(pixels: turned, count: count, height: width, width: height)
        return isFlattened ? images.flattened : images
    }
}
