/// How images are changed before they are learned from, so that a network meets more hands than the data has.
///
/// ```swift
/// var augmentation = Augmentation()
/// augmentation.rotation = 10
/// augmentation.shift = 2
/// ```
///
/// Each image is changed by numbers of its own, which the seed, the epoch and the image's place in the data decide:
/// neither threads nor the batch have a part in it. Each option is the limit of a uniform distribution around no change.
public struct Augmentation: Sendable, Hashable {
    /// Turns to either side, in degrees, 0...180.
    public var rotation: Float = 0
    /// Shifts to each side, in pixels, 0...28.
    public var shift: Float = 0
    /// Growing and shrinking, as a part of the size, 0..<1: 0.1 is 90 to 110 %.
    public var scale: Float = 0
    /// Slanting to either side, in columns a line, 0...1.
    public var shear: Float = 0
    /// How far an elastic deformation moves a point, in pixels, 0...14.
    ///
    /// A grid of random displacements, ``elasticSpacing`` pixels apart, with cubic B-splines between them: smooth, as
    /// the filtered noise of Simard et al. (*Best Practices for Convolutional Neural Networks*, 2003), for a fraction of
    /// its time. Source of the form: Rueckert et al., *Nonrigid Registration Using Free-Form Deformations*, 1999.
    public var elastic: Float = 0
    /// How much thicker or thinner strokes become, 0...1: the part of the way to the largest or the smallest of the
    /// pixels beside, above and below.
    public var thickness: Float = 0

    /// Pixels between the points of an elastic deformation's grid.
    public static let elasticSpacing = 7

    /// Creates one that changes nothing.
    public init() {}

    /// A mild mixture that digits stay readable in: 10 degrees, 2 pixels, 10 %, and some of all others.
    public static var digits: Augmentation {
        var result = Augmentation()
        result.rotation = 10
        result.shift = 2
        result.scale = 0.1
        result.shear = 0.15
        result.elastic = 1
        result.thickness = 0.3
        return result
    }

    /// Why the options cannot be used, or `nil` where they can.
    var complaint: String? {
        let ranges: [(String, Float, ClosedRange<Float>)] = [
            ("rotation", rotation, 0...180), ("shift", shift, 0...28), ("scale", scale, 0...0.99),
            ("shear", shear, 0...1), ("elastic deformation", elastic, 0...14), ("thickness", thickness, 0...1),
        ]
        return ranges.first { !$0.2.contains($0.1) }.map { name, value, range in
            "the augmentation's \(name) is \(range.lowerBound) to \(range.upperBound), found \(value)"
        }
    }
}
