public import DigitDatasets
import DigitFormats

extension DigitImage {
    /// The image as a PNG file, 8-bit grey, ink white as in MNIST.
    ///
    /// - Parameter scale: Each pixel becomes a square of this many, 1 or more.
    /// - Returns: The bytes of the file.
    /// - Throws: `FormatError` where the picture gets larger than the encoder takes.
    public func pngData(scale: Int = 1) throws -> [UInt8] {
        guard scale >= 1 else { fatalError("a scale of \(scale) leaves nothing of the picture") }
        var enlarged: [UInt8] = []
        enlarged.reserveCapacity(pixels.count * scale * scale)
        for row in 0..<height * scale {
            for column in 0..<width * scale {
                enlarged.append(self[row / scale, column / scale])
            }
        }
        return try PNG.encode(GreyImage(width: width * scale, height: height * scale, pixels: enlarged))
    }
}
