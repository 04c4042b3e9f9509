import DigitDatasets
import DigitNetwork

extension Corruption {
    /// Covers a square with paper, anywhere in the picture.
    public static let occlusion = Corruption(
        "occlusion", "a square is covered with paper", unit: "pixels a side", levels: [4, 6, 8, 10, 12]
    ) { image, level, generator in
        var picture = FloatPicture(image)
        let side = min(Int(level), picture.height, picture.width)
        // The square of a higher level covers that of a lower.
        let (down, right) = (generator.unit(), generator.unit())
        let top = Int((down * Float(picture.height - side)).rounded())
        let left = Int((right * Float(picture.width - side)).rounded())
        for row in top..<top + side {
            for column in left..<left + side { picture[row, column] = 0 }
        }
        return picture.image
    }

    /// Exchanges paper and ink in the outer columns.
    public static let stripe = Corruption(
        "stripe", "paper and ink exchanged at both sides", unit: "columns a side", levels: [1, 3, 5, 7, 9],
        benchmarkLevel: 7
    ) { image, level, _ in
        var picture = FloatPicture(image)
        for row in 0..<picture.height {
            for column in 0..<picture.width where min(column, picture.width - 1 - column) < Int(level) {
                picture[row, column] = 1 - picture[row, column]
            }
        }
        return picture.image
    }

    /// Splashes of mud.
    ///
    /// Where smoothed noise is high there is a splash, its edges softened; it has a quarter of the ink of a stroke.
    public static let spatter = Corruption(
        "spatter", "splashes of mud", unit: "severity", levels: [1, 2, 3, 4, 5], benchmarkLevel: 4
    ) { image, level, generator in
        let mud = Mud.severities[min(max(Int(level), 1), Mud.severities.count) - 1]
        var picture = FloatPicture(image)
        var drops = picture
        for index in drops.values.indices { drops.values[index] = mud.mean + mud.spread * generator.normal() }
        drops = drops.blurred(mud.size)
        for index in drops.values.indices { drops.values[index] = drops.values[index] > mud.threshold ? 1 : 0 }
        drops = drops.blurred(mud.softness)
        for index in picture.values.indices where drops.values[index] >= 0.8 {
            let cover = drops.values[index]
            picture.values[index] = picture.values[index] * (1 - cover) + Mud.ink * cover
        }
        return picture.image
    }
}

/// How muddy it is.
private struct Mud {
    /// The noise that drops come from: its mean and its standard deviation.
    let mean: Float
    let spread: Float
    /// How large drops are: the noise's blur, in pixels.
    let size: Float
    /// Above it is mud.
    let threshold: Float
    /// How soft their edges are: a blur, in pixels.
    let softness: Float

    static let ink: Float = 63 / 255
    static let severities = [
        Mud(mean: 0.65, spread: 0.3, size: 4, threshold: 0.69, softness: 0.6),
        Mud(mean: 0.65, spread: 0.3, size: 3, threshold: 0.68, softness: 0.6),
        Mud(mean: 0.65, spread: 0.3, size: 2, threshold: 0.68, softness: 0.5),
        Mud(mean: 0.65, spread: 0.3, size: 1, threshold: 0.65, softness: 1.5),
        Mud(mean: 0.67, spread: 0.4, size: 1, threshold: 0.65, softness: 1.5),
    ]
}
