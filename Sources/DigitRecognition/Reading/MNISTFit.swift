import DigitDatasets

/// Size and place as MNIST's makers gave them: the longer side in 20 pixels, the centre of mass in the middle of 28.
///
/// The steps were found again by Yadav and Bottou ("Cold case: the lost MNIST digits", 2019), whose reconstruction this
/// follows but for the resampling's aliasing.
enum MNISTFit {
    private static let box = 20
    private static let side = 28
    /// A smaller square is not made larger than this many pixels would be.
    private static let smallestCrop = 10

    /// Fits a digit.
    static func image(_ crop: DigitCrop) -> DigitImage {
        let fitted = crop.atLeast(smallestCrop).withUsualThickness().resampled(to: box).coverage
        // A thin stroke covers no pixel in full; its darkest is ink all the same.
        let darkest = min(1, fitted.max() ?? 1)
        guard darkest > 0 else { return DigitImage(pixels: [UInt8](repeating: 0, count: side * side)) }
        let levels = fitted.map { UInt8(min(255, ($0 / darkest * 255 + 0.5).rounded(.down))) }
        let centre = centreOfMass(levels)
        // As there: the first column is the whole part of 15 less the centre, so that the centre ends up in (14, 15].
        // What hangs over the edge, of a digit with all its mass at one end, is cut.
        let (left, top) = (Int(15 - centre.x), Int(15 - centre.y))
        var pixels = [UInt8](repeating: 0, count: side * side)
        for y in max(0, top)..<min(side, top + box) {
            for x in max(0, left)..<min(side, left + box) {
                pixels[y * side + x] = levels[(y - top) * box + x - left]
            }
        }
        return DigitImage(pixels: pixels)
    }

    /// The centre of mass of the box, a pixel's middle lying half a pixel behind its edge.
    private static func centreOfMass(_ levels: [UInt8]) -> (x: Double, y: Double) {
        var (sum, across, down) = (0.0, 0.0, 0.0)
        for y in 0..<box {
            for x in 0..<box {
                let mass = Double(levels[y * box + x])
                sum += mass
                across += mass * (Double(x) + 0.5)
                down += mass * (Double(y) + 0.5)
            }
        }
        return (across / sum, down / sum)
    }
}

extension DigitCrop {
    /// The square with paper around it, where it is smaller than `smallest`.
    func atLeast(_ smallest: Int) -> DigitCrop {
        guard side < smallest else { return self }
        let margin = (smallest - side) / 2
        var padded = [Float](repeating: 0, count: smallest * smallest)
        for y in 0..<side {
            for x in 0..<side { padded[(y + margin) * smallest + x + margin] = coverage[y * side + x] }
        }
        return DigitCrop(side: smallest, coverage: padded)
    }
}
