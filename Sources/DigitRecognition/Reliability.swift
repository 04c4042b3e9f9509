/// Whether probabilities mean what they say.
///
/// Of the images that are read with a probability of 0.8, 80 % should be read right.
///
/// ```swift
/// report.reliability.expectedCalibrationError  // 0.004: off by 0.4 points, on average
/// ```
///
/// Source: Guo, Pleiss, Sun and Weinberger, *On Calibration of Modern Neural Networks*, 2017.
public struct Reliability: Sendable, Equatable {
    /// The predictions whose probability lies in one range.
    public struct Bin: Sendable, Equatable {
        /// How many there are.
        public fileprivate(set) var images = 0
        /// How many of them are right.
        public fileprivate(set) var correct = 0
        fileprivate var probabilitySum = 0.0

        /// The share that is right, 0...1; NaN where there are none.
        public var accuracy: Double { Double(correct) / Double(images) }
        /// The mean of their probabilities, 0...1; NaN where there are none.
        public var meanProbability: Double { probabilitySum / Double(images) }
    }

    /// The ranges of probability, of equal width from 0 to 1; each holds its lower bound, the last 1 as well.
    public private(set) var bins: [Bin]

    /// Nothing so far.
    init(bins: Int) {
        self.bins = Array(repeating: Bin(), count: bins)
    }

    /// Counts a prediction.
    mutating func add(probability: Float, isCorrect: Bool) {
        let bin = min(Int(Double(probability) * Double(bins.count)), bins.count - 1)
        bins[bin].images += 1
        bins[bin].correct += isCorrect ? 1 : 0
        bins[bin].probabilitySum += Double(probability)
    }

    /// How far probabilities are from the truth: the difference of ``Bin/accuracy`` and ``Bin/meanProbability``, on
    /// average over the images; 0...1, NaN where there are none.
    public var expectedCalibrationError: Double {
        let images = bins.reduce(0) { $0 + $1.images }
        let gaps = bins.filter { $0.images > 0 }.reduce(0) {
            $0 + Double($1.images) * abs($1.accuracy - $1.meanProbability)
        }
        return gaps / Double(images)
    }
}
