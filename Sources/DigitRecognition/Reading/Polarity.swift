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
    /// Below this the levels lean to neither side, and the border decides.
    private static let clearSkewness = 0.5

    /// Finds out which of the two it is.
    ///
    /// Ink is the smaller part of any place and differs much from the rest of it, so the differences of all pixels from
    /// the median around them are skewed to its side; at the edge of a shadow, where each side is most of its own place,
    /// there is none. Where they are not skewed, as with a stroke that fills the picture, the border is paper.
    init(of picture: Plane) {
        var factor = 1
        while picture.width / factor * (picture.height / factor) > Self.examinedPixels { factor += 1 }
        let plane = picture.reduced(by: factor)
        let skewness = Self.skewness(plane, radius: max(2, min(plane.shortSide / 4, 40)))
        guard abs(skewness) < Self.clearSkewness else {
            self = skewness < 0 ? .darkInk : .lightInk
            return
        }
        let mean = plane.values.reduce(0) { $0 + Int($1) } / plane.values.count
        self = Self.borderMedian(plane) >= mean ? .darkInk : .lightInk
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

    private static func borderMedian(_ plane: Plane) -> Int {
        var border: [UInt8] = []
        for x in 0..<plane.width { border += [plane[x, 0], plane[x, plane.height - 1]] }
        for y in 0..<plane.height { border += [plane[0, y], plane[plane.width - 1, y]] }
        return Int(border.sorted()[border.count / 2])
    }
}
