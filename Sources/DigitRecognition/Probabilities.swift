import DigitNetwork

/// What a network makes of images: a probability for each class, row by row; shape `[count, classes]`.
public struct Probabilities: Sendable, Equatable {
    /// The number of rows: one an image.
    public let count: Int
    /// The number of columns: one a class.
    public let classes: Int
    /// The probabilities in row order, `count * classes` of them; each row adds up to 1.
    public let values: [Float]

    /// Wraps rows of probabilities.
    package init(values: [Float], classes: Int) {
        self.count = values.count / classes
        self.classes = classes
        self.values = values
    }

    /// The shape, `[count, classes]`.
    public var shape: [Int] { [count, classes] }

    /// The prediction for the image at `index`, in `0..<count`.
    public subscript(index: Int) -> Prediction {
        Prediction(probabilities: Array(values[index * classes..<(index + 1) * classes]))
    }

    /// The predicted class of each image: `np.argmax(y, axis=1)`.
    public var digits: [Int] {
        (0..<count).map { self[$0].digit }
    }
}

/// What a network makes of one image.
public struct Prediction: Sendable, Equatable {
    /// The class with the highest probability; the first of equals.
    public let digit: Int
    /// A probability for each class.
    public let probabilities: [Float]

    /// Takes the highest of the probabilities.
    init(probabilities: [Float]) {
        self.probabilities = probabilities
        self.digit = argmax(probabilities)
    }

    /// The probability of ``digit``, 0...1.
    public var probability: Float { probabilities[digit] }
}
