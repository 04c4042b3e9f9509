#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether the ink of a picture is darker or lighter than its paper.
enum Polarity: Sendable {
    /// A pen on paper.
    case darkInk
    /// Chalk on a board, or an image of MNIST.
    case lightInk

    /// A picture is looked at in about this many pixels: a stroke's sign shows in a few.
    private static let examinedPixels = 60_000
    /// Below this the levels lean to neither side clearly, and ink is the smaller part of the whole.
    private static let clearSkewness = 2.7

    /// Finds out which of the two it is.
    ///
    /// Ink is the smaller part of any place and differs much from the rest of it, so the differences of all pixels from
    /// the median around them are skewed to its side; at the edge of a shadow, where each side is most of its own place,
    /// there is none. They are not where a stroke fills the picture.
    init(of picture: Plane) {
        var factor = 1
        while picture.width / factor * (picture.height / factor) > Self.examinedPixels { factor += 1 }
        let plane = picture.reduced(by: factor)
        let skewness = Self.skewness(plane, radius: max(2, min(plane.shortSide / 4, 40)))
        if abs(skewness) >= Self.clearSkewness {
            self = skewness < 0 ? .darkInk : .lightInk
        } else {
            self = Self.smallerPart(of: plane)
        }
    }

    /// The side of the middle between dark and light that has fewer pixels.
    private static func smallerPart(of plane: Plane) -> Polarity {
        let sorted = plane.values.sorted()
        let middle = (Int(sorted[sorted.count / 20]) + Int(sorted[sorted.count - 1 - sorted.count / 20])) / 2
        let light = sorted.count { Int($0) > middle }
        return 2 * light < sorted.count ? .lightInk : .darkInk
    }

    /// Added to levels, so that the darkest are not endlessly far from each other.
    private static let offset = 24.0

    /// The third moment of the differences from the median of a square around each pixel, in units of the second's.
    private static func skewness(_ plane: Plane, radius: Int) -> Double {
        var square = 0.0
        var cube = 0.0
        for (value, median) in zip(plane.values, plane.median(within: radius).values) {
            // By what factor light differs: a shadow changes no factors.
            let difference = log((Double(value) + offset) / (Double(median) + offset))
            square += difference * difference
            cube += difference * difference * difference
        }
        let count = Double(plane.values.count)
        let variance = square / count
        return variance > 0 ? cube / count / (variance * variance.squareRoot()) : 0
    }
}
