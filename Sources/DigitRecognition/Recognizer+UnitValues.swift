import DigitDatasets
import DigitNetwork

extension Recognizer {
    /// A probability for each class of images whose pixels are numbers of 0 (paper) to 1 (ink), as other programs have
    /// them; shape `[N, classes]`.
    ///
    /// Values that came from bytes, as `pixel / 255` did, give the bits that the bytes give.
    ///
    /// - Parameters:
    ///   - values: `[N * 784]`, 0...1. A length that is no multiple of 784 stops the process.
    ///   - threads: How many threads share the work, 1 or more.
    /// - Returns: One row an image.
    package func predict(unitValues values: [Float], threads: Int = 1) -> Probabilities {
        if let pixels = Self.pixels(values) {
            return predict(
                DigitImages(pixels: pixels, count: pixels.count / Self.pixelsPerImage), threads: threads)
        }
        let range = network.inputRange
        let scaled = range == .unit ? values : values.map(range.scaled)
        return Probabilities(values: prepared.predict(scaled.span, threads: threads), classes: classes)
    }

    /// The bytes whose 255th parts the values are, or `nil` where one is none.
    private static func pixels(_ values: [Float]) -> [UInt8]? {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(values.count)
        for value in values {
            guard 0...1 ~= value else { return nil }
            let pixel = UInt8(value * 255 + 0.5)
            guard Float(pixel) / 255 == value else { return nil }
            pixels.append(pixel)
        }
        return pixels
    }
}

extension InputRange {
    /// The number for a pixel that is given as 0...1 rather than as a byte.
    func scaled(_ value: Float) -> Float {
        switch self {
        case .unit: value
        case .byte: value * 255
        case .signed: (value - 0.5) / 0.5
        case .standard: (value - 0.1307) / 0.3081
        }
    }
}
