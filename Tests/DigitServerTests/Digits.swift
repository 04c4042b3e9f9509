import DigitDatasets
import DigitFormats
import DigitRecognition

/// Real digits of the built-in sample, with what the tests make of them.
enum Digits {
    /// The first hundred images and their labels.
    static func sample(_ count: Int = 100) throws -> (images: DigitImages, labels: [Int]) {
        let sample = try BuiltInSample.load()
        return (sample.images[0..<count], (0..<count).map { sample.labels[$0] })
    }

    /// One of them as a PNG of 28x28.
    static func png(_ index: Int = 0) throws -> [UInt8] { try sample(index + 1).images[index].pngData() }

    /// Three of them side by side, on black.
    static func row() throws -> GreyImage {
        let images = try sample(3).images
        let (width, height) = (150, 60)
        var pixels = [UInt8](repeating: 0, count: width * height)
        for index in 0..<3 {
            for row in 0..<28 {
                for column in 0..<28 {
                    pixels[(row + 16) * width + 12 + index * 46 + column] = images[index][row, column]
                }
            }
        }
        return GreyImage(width: width, height: height, pixels: pixels)
    }
}
