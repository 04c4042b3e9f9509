public import DigitDatasets
import DigitNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How a model did on labelled images: counts, from which every figure follows.
///
/// ```swift
/// var report = EvaluationReport(classes: 10)
/// report.add(recognizer.predict(test.images), labels: test.labels)
/// report.accuracy  // 0.9352 with the book's weights
/// ```
public struct EvaluationReport: Sendable, Equatable {
    /// An image that the model read as another class.
    public struct Misreading: Sendable, Equatable {
        /// The index in the order of evaluation, from 0.
        public let index: Int
        /// The true class.
        public let label: Int
        /// The predicted class.
        public let predicted: Int
        /// The probability of the predicted class, 0...1.
        public let probability: Float
        /// A probability for each class.
        public let probabilities: [Float]
    }

    /// The number of classes.
    public let classes: Int
    /// How many images of each true class (rows) were read as each class (columns); `[classes][classes]`.
    public private(set) var confusion: [[Int]]
    /// The first misread images, in order, at most ``maximumErrors``.
    public private(set) var firstErrors: [Misreading] = []
    /// How many misread images are kept.
    public let maximumErrors: Int
    /// Whether the probabilities mean what they say, in fifteen ranges of equal width.
    public private(set) var reliability = Reliability(bins: 15)
    /// The number of images so far.
    public private(set) var images = 0

    private var crossEntropySum = 0.0

    /// An empty report.
    ///
    /// - Parameters:
    ///   - classes: The number of classes, of labels and predictions alike.
    ///   - maximumErrors: How many of the misread images are kept.
    public init(classes: Int, maximumErrors: Int = 10) {
        self.classes = classes
        self.maximumErrors = maximumErrors
        self.confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    }

    /// Counts the next images.
    ///
    /// - Parameters:
    ///   - probabilities: One row an image, `[N, classes]`.
    ///   - labels: The true class of each, `[N]`, each below ``classes``.
    public mutating func add(_ probabilities: Probabilities, labels: DigitLabels) {
        guard probabilities.count == labels.count, probabilities.classes == classes else {
            fatalError(
                "probabilities of shape \(probabilities.shape) do not go with \(labels.count) labels of \(classes) classes"
            )
        }
        // The rows are not taken out one by one: an array an image takes longer than some networks do.
        let (values, digits) = (probabilities.values, argmax(probabilities.values, classes: classes))
        for (row, label) in labels.enumerated() {
            let digit = digits[row]
            confusion[label][digit] += 1
            // A probability below the smallest number still costs a finite amount.
            let truth = max(values[row * classes + label], .leastNonzeroMagnitude)
            crossEntropySum -= log(Double(truth))
            reliability.add(probability: values[row * classes + digit], isCorrect: digit == label)
            if digit != label, firstErrors.count < maximumErrors {
                let prediction = probabilities[row]
                firstErrors.append(
                    Misreading(
                        index: images + row, label: label, predicted: digit, probability: prediction.probability,
                        probabilities: prediction.probabilities))
            }
        }
        images += labels.count
    }

    /// Images read as what they are.
    public var correct: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }

    /// The share of images read as what they are, 0...1; NaN where there are none.
    public var accuracy: Double { Double(correct) / Double(images) }

    /// The standard error of ``accuracy`` as a binomial proportion: `sqrt(p (1 - p) / n)`.
    public var standardError: Double { (accuracy * (1 - accuracy) / Double(images)).squareRoot() }

    /// The bounds of ``accuracy`` with 95 % confidence.
    public var interval: WilsonInterval { WilsonInterval(successes: correct, trials: images) }

    /// Mean cross-entropy: of the probability given to the true class, the natural logarithm, negated.
    public var meanCrossEntropy: Double { crossEntropySum / Double(images) }

    /// The number of images of a true class.
    public func images(ofClass label: Int) -> Int { confusion[label].reduce(0, +) }

    /// The number of images of a true class that were read as it.
    public func correct(ofClass label: Int) -> Int { confusion[label][label] }

    /// The number of images that were read as a class, whatever they are.
    public func images(readAs label: Int) -> Int { confusion.reduce(0) { $0 + $1[label] } }
}
