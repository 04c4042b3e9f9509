/// Where a training run stands after an epoch: all that the rest of it depends on besides network, data and options.
///
/// The arrays lie as the trainer needs them, and mean nothing to others. ``Trainer/run(from:_:keep:save:)`` takes it.
public struct TrainingCheckpoint: Sendable, Equatable {
    /// What each epoch came to.
    public var history: [EpochRecord]
    /// What is learned, as it stands.
    public var parameters: [Float]
    /// The optimizer's running means of the gradients, or its velocities.
    public var firstMoments: [Float]
    /// The optimizer's running means of the squared gradients.
    public var secondMoments: [Float]
    /// The kept means and variances of the normalisations.
    public var statistics: [Float]
    /// The moving averages of the parameters and the statistics; empty where none are kept.
    public var averages: [Float]
    /// The best network so far.
    public var best: Network

    /// Creates a checkpoint out of its parts; whether they belong together is seen when a run starts from it.
    public init(
        history: [EpochRecord], parameters: [Float], firstMoments: [Float], secondMoments: [Float],
        statistics: [Float], averages: [Float], best: Network
    ) {
        self.history = history
        self.parameters = parameters
        self.firstMoments = firstMoments
        self.secondMoments = secondMoments
        self.statistics = statistics
        self.averages = averages
        self.best = best
    }
}

extension Backpropagation {
    /// Where the run stands.
    func checkpoint(history: [EpochRecord], best: Network) -> TrainingCheckpoint {
        TrainingCheckpoint(
            history: history, parameters: array(parameters.pointer, plan.parameters),
            firstMoments: array(first.pointer, plan.parameters), secondMoments: array(second.pointer, plan.parameters),
            statistics: array(kept.pointer, plan.kept), averages: array(averages.pointer, averages.count), best: best)
    }

    /// Goes where a checkpoint stands.
    ///
    /// - Throws: `shapeMismatch` where it is of another network, `notFinite` where a value is not finite.
    func restore(_ checkpoint: TrainingCheckpoint) throws(NetworkError) {
        let parts = [
            (checkpoint.parameters, parameters.pointer, plan.parameters),
            (checkpoint.firstMoments, first.pointer, plan.parameters),
            (checkpoint.secondMoments, second.pointer, plan.parameters),
            (checkpoint.statistics, kept.pointer, plan.kept),
            (checkpoint.averages, averages.pointer, averages.count),
        ]
        for (values, target, count) in parts {
            guard values.count == count else {
                throw NetworkError(
                    .shapeMismatch,
                    "the checkpoint is of another network or other options: expected \(count) values, found \(values.count)"
                )
            }
            try requireFinite(values, "checkpoint value", shape: [count])
            for (index, value) in values.enumerated() { target[index] = value }
        }
        for layer in plan.layers { prepare(layer) }
    }
}
