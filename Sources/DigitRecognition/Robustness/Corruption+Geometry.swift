import DigitDatasets
import DigitNetwork

/// Where the digit is and how it stands: all around the middle of the picture, by the code that training uses.
extension Corruption {
    /// Shifts by whole pixels, to one of the four sides or towards one of the four corners.
    public static let translate = Corruption(
        "translate", "shifted to a side or towards a corner", unit: "pixels", levels: [1, 2, 3, 4, 5, 6],
        benchmarkLevel: 3
    ) { image, level, generator in
        // The eight neighbours of the middle of a square of nine.
        let place = generator.below(8)
        let neighbour = place < 4 ? place : place + 1
        return image.moved(
            right: Float(level) * Float(neighbour % 3 - 1), down: Float(level) * Float(neighbour / 3 - 1))
    }

    /// Turns, clockwise or against the clock.
    ///
    /// MNIST-C's 0.4 radians are 22.9 degrees.
    public static let rotate = Corruption(
        "rotate", "turned to either side", unit: "degrees", levels: [5, 10, 15, 23, 30, 45], benchmarkLevel: 23
    ) { image, level, generator in
        image.moved(degrees: generator.eitherSide(level))
    }

    /// Makes smaller or larger.
    public static let scale = Corruption(
        "scale", "smaller or larger", unit: "times the size", levels: [0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3],
        cleanPosition: 5, benchmarkLevel: 0.7
    ) { image, level, _ in
        image.moved(scale: Float(level))
    }

    /// Slants to the left or to the right.
    ///
    /// MNIST-C's slant of 0.4 radians, by the library that it uses, is one of 0.39 columns a line that also makes the
    /// digit 8 % lower.
    public static let shear = Corruption(
        "shear", "slanted to either side", unit: "columns a line", levels: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
        benchmarkLevel: 0.4
    ) { image, level, generator in
        image.moved(shear: generator.eitherSide(level))
    }
}

extension DigitImage {
    /// The image scaled, slanted, turned and shifted, in this order.
    fileprivate func moved(
        scale: Float = 1, shear: Float = 0, degrees: Float = 0, right: Float = 0, down: Float = 0
    ) -> DigitImage {
        let moved = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, written in
            pixels.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                Augmentation.move(
                    source, height: height, width: width, scale: scale, shear: shear, degrees: degrees, right: right,
                    down: down, into: target)
            }
            written = pixels.count
        }
        return DigitImage(pixels: moved, height: height, width: width)
    }
}

extension SeededGenerator {
    /// A number or its negative, as likely.
    fileprivate mutating func eitherSide(_ value: Double) -> Float { Float(below(2) == 0 ? value : -value) }
}
