public import DigitDatasets

/// Recognisers whose probabilities are averaged, one or several, each looking at an image in one way or in several.
///
/// ```swift
/// let ensemble = try Ensemble([first, second])
/// ensemble.predict(test.images[0..<100]).digits  // [7, 2, 1, 0, 4, …]
/// ```
///
/// It is the plain mean that counts, of all members and views alike. One member without augmentation predicts the same
/// bits as the member itself.
public struct Ensemble: Sendable {
    /// The recognisers, at least one, all with the same number of classes.
    public let members: [Recognizer]
    /// The ways in which each member looks at an image; `nil` for once, as it is.
    public let augmentation: TestTimeAugmentation?

    /// Puts recognisers together.
    ///
    /// - Parameters:
    ///   - members: At least one.
    ///   - augmentation: The ways in which each looks at an image.
    /// - Throws: ``ModelError``: `usage` without members, `unsuitable` where they tell different numbers of classes apart.
    public init(_ members: [Recognizer], augmentation: TestTimeAugmentation? = nil) throws {
        guard let first = members.first else {
            throw ModelError(.usage, "an ensemble has at least one member")
        }
        if let other = members.first(where: { $0.classes != first.classes }) {
            throw ModelError(
                .unsuitable,
                "members of an ensemble tell the same classes apart, but \(first.name) has \(first.classes) and "
                    + "\(other.name) \(other.classes)")
        }
        self.members = members
        self.augmentation = augmentation
    }

    /// The members' names, as `cnn + cnn-small`.
    public var name: String { members.map(\.name).joined(separator: " + ") }

    /// The number of classes that the members tell apart.
    public var classes: Int { members[0].classes }

    /// A probability for each class of each image; shape `[N, classes]`.
    ///
    /// The row of an image is the same whatever other images it comes with, and on however many threads.
    ///
    /// - Parameters:
    ///   - images: `[N, 28, 28]`, 0 paper to 255 ink.
    ///   - threads: How many threads share the work, 1 or more.
    /// - Returns: One row an image.
    public func predict(_ images: DigitImages, threads: Int = 1) -> Probabilities {
        let views = augmentation?.views ?? [TestTimeAugmentation.View()]
        var sums: [Float] = []
        for view in views {
            let seen = images.seen(as: view)
            for member in members {
                let values = member.predict(seen, threads: threads).values
                if sums.isEmpty {
                    sums = values
                } else {
                    for index in sums.indices { sums[index] += values[index] }
                }
            }
        }
        let count = Float(views.count * members.count)
        return Probabilities(values: count == 1 ? sums : sums.map { $0 / count }, classes: classes)
    }

    /// A probability for each class of one image.
    public func predict(_ image: DigitImage) -> Prediction {
        predict(DigitImages([image]))[0]
    }
}
