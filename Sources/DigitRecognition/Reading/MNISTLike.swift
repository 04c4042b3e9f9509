import DigitDatasets
import DigitFormats

/// Pictures that are made like MNIST's already.
enum MNISTLike {
    /// The picture as it is, where it is 28x28 with a digit of MNIST's size and place, light on black or black on white.
    ///
    /// Black on white comes out as its negative.
    static func image(_ picture: GreyImage) -> DigitImage? {
        guard picture.width == 28, picture.height == 28 else { return nil }
        let isLightInk = picture.pixels[0] < 128
        let ink = isLightInk ? picture.pixels : picture.pixels.map { 255 - $0 }
        // Paper is even: a photograph's is not, and goes the long way.
        guard let darkest = ink.max(), darkest >= 128 else { return nil }
        var (left, right, top, bottom) = (28, -1, 28, -1)
        var (sum, across, down) = (0.0, 0.0, 0.0)
        for y in 0..<28 {
            for x in 0..<28 where ink[y * 28 + x] > 0 {
                (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
                let mass = Double(ink[y * 28 + x])
                (sum, across, down) = (sum + mass, across + mass * (Double(x) + 0.5), down + mass * (Double(y) + 0.5))
            }
        }
        // The box of MNIST is 20 pixels, 19 where a digit's ends are too faint to count, and the centre of mass lies in
        // (14, 15]: so it is in all of MNIST's images. A little more is let pass, for those that were compressed.
        let longer = max(right - left, bottom - top) + 1
        guard (18...21).contains(longer), [across / sum, down / sum].allSatisfy({ (13.9...15.1).contains($0) }) else {
            return nil
        }
        return DigitImage(pixels: ink)
    }
}
