import DigitDatasets

extension DigitImage {
    /// A bar is at least so many times as long as it is wide.
    private static let leastLength: Float = 3
    /// How much of the rectangle of its length and width a bar's ink covers; what is bent or ragged covers less.
    private static let coverage: ClosedRange<Float> = 0.95...1.01

    /// Whether the ink is one straight bar, which is a 1 to any eye.
    ///
    /// Of a rectangle, the variances of its ink along and across are a twelfth of the squares of its sides.
    var isStraightBar: Bool {
        var (mass, meanX, meanY): (Float, Float, Float) = (0, 0, 0)
        var (sumXX, sumYY, sumXY): (Float, Float, Float) = (0, 0, 0)
        for y in 0..<height {
            for x in 0..<width {
                let (ink, x, y) = (Float(pixels[y * width + x]) / 255, Float(x), Float(y))
                mass += ink
                meanX += ink * x
                meanY += ink * y
                sumXX += ink * x * x
                sumYY += ink * y * y
                sumXY += ink * x * y
            }
        }
        guard mass > 0 else { return false }
        meanX /= mass
        meanY /= mass
        let (varianceX, varianceY) = (sumXX / mass - meanX * meanX, sumYY / mass - meanY * meanY)
        let (middle, half) = ((varianceX + varianceY) / 2, (varianceX - varianceY) / 2)
        let covariance = sumXY / mass - meanX * meanY
        let spread = (half * half + covariance * covariance).squareRoot()
        // A pixel is a square, whose own variance is a twelfth.
        let length = (12 * (middle + spread) + 1).squareRoot()
        let thickness = (12 * max(0, middle - spread) + 1).squareRoot()
        return length >= Self.leastLength * thickness && Self.coverage.contains(mass / (length * thickness))
    }
}
