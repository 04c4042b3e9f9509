/// What a training run depends on besides the network and the data.
///
/// ```swift
/// var options = TrainingOptions()
/// options.epochs = 30
/// options.schedule = .cosine()
/// ```
public struct TrainingOptions: Sendable, Hashable {
    /// How often each image is seen; at least 1.
    public var epochs = 20
    /// Images a step of the weights; at least 1.
    ///
    /// The last batch of an epoch may have fewer, and counts as what it has.
    public var batchSize = 128
    /// The size of a step at the start; positive.
    public var learningRate: Float = 1e-3
    /// How the learning rate goes on from there.
    public var schedule = LearningRateSchedule.constant
    /// How gradients become steps.
    public var optimizer = Optimizer.adam()
    /// How strongly weights are drawn to zero, 0 or more; biases are left alone.
    ///
    /// See ``Optimizer`` for its two meanings.
    public var weightDecay: Float = 0
    /// The part of each image's target that all classes share, 0..<1, so that certainty is never worth everything.
    ///
    /// The loss is then the cross-entropy with (1 - s) one-hot + s / classes, during training alone. Source: Szegedy et
    /// al., *Rethinking the Inception Architecture*, 2016.
    public var labelSmoothing: Float = 0
    /// What stays of the moving average of the weights at each step, 0..<1, or `nil` for no average.
    ///
    /// The average is what is validated and kept; the kept means and variances of normalisations are averaged along with
    /// it. Over the first steps t less stays, (1 + t) / (10 + t), so that the start is soon forgotten. Source: Polyak and
    /// Juditsky, *Acceleration of Stochastic Approximation by Averaging*, 1992.
    public var weightAverage: Float?
    /// How images are changed before they are learned from; `nil` for not at all.
    public var augmentation: Augmentation?
    /// Where the order of the images starts; the same one gives the same network, bit for bit, on the same machine.
    public var seed: UInt64 = 1
    /// How many threads may work at the same time, at least 1; they change no bit of the result.
    public var threads = 1

    /// Creates the defaults: 20 epochs of Adam at 1e-3 in batches of 128.
    public init() {}

    /// Refuses what cannot be used, naming the option, its range and what was found.
    func validate() throws(NetworkError) {
        let complaint: String? =
            if epochs < 1 {
                "epochs are at least 1, found \(epochs)"
            } else if batchSize < 1 {
                "the batch size is at least 1, found \(batchSize)"
            } else if !(learningRate > 0 && learningRate.isFinite) {
                "the learning rate is a positive number, found \(learningRate)"
            } else if !(weightDecay >= 0 && weightDecay.isFinite) {
                "the weight decay is 0 or more, found \(weightDecay)"
            } else if !(0..<1).contains(labelSmoothing) {
                "the label smoothing is 0 or more and below 1, found \(labelSmoothing)"
            } else if let weightAverage, !(0..<1).contains(weightAverage) {
                "the weight average keeps 0 or more and less than 1, found \(weightAverage)"
            } else if threads < 1 {
                "threads are at least 1, found \(threads)"
            } else {
                optimizer.complaint ?? schedule.complaint ?? augmentation?.complaint
            }
        if let complaint { throw NetworkError(.invalidOption, complaint) }
    }
}
