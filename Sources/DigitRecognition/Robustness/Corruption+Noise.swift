import DigitNetwork

extension Corruption {
    /// Adds normally distributed noise to every pixel.
    public static let gaussianNoise = Corruption(
        "gaussian-noise", "normally distributed noise", unit: "standard deviation",
        levels: [0.08, 0.12, 0.18, 0.26, 0.38]
    ) { image, level, generator in
        var picture = FloatPicture(image)
        for index in picture.values.indices { picture.values[index] += Float(level) * generator.normal() }
        return picture.image
    }

    /// Counts light as a camera does in the dark: each pixel becomes a Poisson-distributed count of particles.
    ///
    /// The level is how many particles full ink stands for; the fewer, the noisier. Paper has none and stays clean.
    public static let shotNoise = Corruption(
        "shot-noise", "the noise of few particles of light", unit: "particles", levels: [60, 25, 12, 5, 3],
        benchmarkLevel: 3
    ) { image, level, generator in
        var picture = FloatPicture(image)
        for index in picture.values.indices where picture.values[index] > 0 {
            let count = generator.poisson(mean: picture.values[index] * Float(level))
            picture.values[index] = Float(count) / Float(level)
        }
        return picture.image
    }

    /// Makes a share of the pixels paper or ink, as likely: salt and pepper.
    public static let impulseNoise = Corruption(
        "impulse-noise", "some pixels become paper or ink", unit: "share of the pixels",
        levels: [0.03, 0.06, 0.09, 0.17, 0.27], benchmarkLevel: 0.17
    ) { image, level, generator in
        var picture = FloatPicture(image)
        for index in picture.values.indices {
            // One number a pixel: what is hit at one level is hit at the next.
            let chance = Double(generator.unit())
            if chance < level { picture.values[index] = generator.below(2) == 0 ? 0 : 1 } else { _ = generator.next() }
        }
        return picture.image
    }
}
