import DigitNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Corruption {
    /// Blurs evenly, as a lens out of focus.
    public static let gaussianBlur = Corruption(
        "gaussian-blur", "out of focus", unit: "standard deviation, pixels", levels: [0.5, 1, 1.5, 2, 3]
    ) { image, level, _ in
        FloatPicture(image).blurred(Float(level)).image
    }

    /// Looks through rippled glass: a blur, pixels exchanged with near ones, and the blur again.
    public static let glassBlur = Corruption(
        "glass-blur", "through rippled glass", unit: "severity", levels: [1, 2, 3, 4, 5], benchmarkLevel: 1
    ) { image, level, generator in
        let glass = Glass.severities[min(max(Int(level), 1), Glass.severities.count) - 1]
        var picture = FloatPicture(image).blurred(glass.sigma)
        let reach = glass.reach
        for _ in 0..<glass.rounds {
            for row in (reach..<picture.height - reach).reversed() {
                for column in (reach..<picture.width - reach).reversed() where generator.below(2) == 0 {
                    let otherRow = row + generator.below(2 * reach + 1) - reach
                    let otherColumn = column + generator.below(2 * reach + 1) - reach
                    picture.values.swapAt(row * picture.width + column, otherRow * picture.width + otherColumn)
                }
            }
        }
        return picture.blurred(glass.sigma).image
    }

    /// Smears along a line, as a camera that moves: what was seen earlier counts the less, by a Gaussian.
    ///
    /// The line is turned by up to 45 degrees from the horizontal.
    public static let motionBlur = Corruption(
        "motion-blur", "smeared along a line", unit: "standard deviation, pixels", levels: [1, 2, 3, 5, 8],
        benchmarkLevel: 3
    ) { image, level, generator in
        let picture = FloatPicture(image)
        let angle = generator.uniform(-Float.pi / 4...Float.pi / 4)
        let (down, right) = (sin(angle), cos(angle))
        let steps = (0...Int((3 * level).rounded(.up))).map { step in
            (distance: Float(step), weight: Float(exp(-Double(step * step) / (2 * level * level))))
        }
        let sum = steps.reduce(0) { $0 + $1.weight }
        var result = picture
        for row in 0..<picture.height {
            for column in 0..<picture.width {
                var value: Float = 0
                for step in steps {
                    value +=
                        step.weight
                        * picture.sample(
                            row: Float(row) + step.distance * down, column: Float(column) + step.distance * right)
                }
                result[row, column] = value / sum
            }
        }
        return result.image
    }
}

/// How bad a glass is.
private struct Glass {
    /// The blur before and after, its standard deviation in pixels.
    let sigma: Float
    /// How far pixels are exchanged.
    let reach: Int
    /// How often.
    let rounds: Int

    static let severities = [
        Glass(sigma: 0.7, reach: 1, rounds: 2), Glass(sigma: 0.9, reach: 2, rounds: 1),
        Glass(sigma: 1, reach: 2, rounds: 3), Glass(sigma: 1.1, reach: 3, rounds: 2),
        Glass(sigma: 1.5, reach: 4, rounds: 2),
    ]
}
