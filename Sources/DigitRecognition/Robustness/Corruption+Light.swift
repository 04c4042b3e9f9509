import DigitDatasets

extension Corruption {
    /// Makes paper and ink brighter alike: paper turns grey, as MNIST has its ink bright.
    public static let brightness = Corruption(
        "brightness", "paper gets grey", unit: "of full ink", levels: [0.1, 0.2, 0.3, 0.4, 0.5], benchmarkLevel: 0.5
    ) { image, level, _ in
        var picture = FloatPicture(image)
        for index in picture.values.indices { picture.values[index] += Float(level) }
        return picture.image
    }

    /// Draws paper and ink together, towards their mean.
    public static let contrast = Corruption(
        "contrast", "paper and ink get alike", unit: "of the contrast", levels: [0.4, 0.3, 0.2, 0.1, 0.05]
    ) { image, level, _ in
        var picture = FloatPicture(image)
        let mean = picture.values.reduce(0, +) / Float(picture.values.count)
        for index in picture.values.indices {
            picture.values[index] = mean + Float(level) * (picture.values[index] - mean)
        }
        return picture.image
    }

    /// Exchanges paper and ink, as a scan that was not inverted.
    ///
    /// A model is fed with such images by a program that forgot to; `digits classify` sees which is the paper.
    public static let inversion = Corruption(
        "inversion", "paper and ink exchanged", unit: "", levels: [1]
    ) { image, _, _ in
        DigitImage(pixels: image.pixels.map { 255 - $0 }, height: image.height, width: image.width)
    }

    /// Lays fog over the picture: a landscape of random heights, and what is behind it the weaker.
    public static let fog = Corruption(
        "fog", "behind fog", unit: "severity", levels: [1, 2, 3, 4, 5], benchmarkLevel: 5
    ) { image, level, generator in
        let severities: [(density: Float, smoothness: Float)] = [(1.5, 2), (2, 2), (2.5, 1.7), (2.5, 1.5), (3, 1.4)]
        let severity = severities[min(max(Int(level), 1), severities.count) - 1]
        let fog = PlasmaFractal(smoothness: severity.smoothness, using: &generator)
        var picture = FloatPicture(image)
        let brightest = picture.values.max() ?? 0
        for row in 0..<picture.height {
            for column in 0..<picture.width {
                let foggy = picture[row, column] + severity.density * fog[row, column]
                picture[row, column] = foggy * brightest / (brightest + severity.density)
            }
        }
        return picture.image
    }
}
