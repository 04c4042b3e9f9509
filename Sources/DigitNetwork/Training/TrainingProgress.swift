/// What a training run tells while it goes on.
public enum TrainingEvent: Sendable, Hashable {
    /// A batch is done.
    case batch(BatchRecord)
    /// An epoch is done, and the validation after it.
    case epoch(EpochRecord)
}

/// What the receiver of a ``TrainingEvent`` answers.
public enum TrainingDecision: Sendable, Hashable {
    /// Go on.
    case proceed
    /// End here with the best network so far.
    case stop
}

/// Where a training run stands after a batch.
public struct BatchRecord: Sendable, Hashable {
    /// The running epoch, from 1.
    public let epoch: Int
    /// Steps of the weights since the start of the run, this one included.
    public let step: Int
    /// Images seen in this epoch.
    public let images: Int
    /// Images that an epoch has.
    public let imagesPerEpoch: Int
    /// The learning rate of this step.
    public let learningRate: Float
    /// The mean cross-entropy of this batch in nats, before its step.
    public let batchLoss: Double
    /// The mean cross-entropy of the epoch's images so far, each before its step.
    public let loss: Double
    /// The part of the epoch's images so far that were recognised, each before its step, 0...1.
    public let accuracy: Double
}

/// What an epoch came to.
public struct EpochRecord: Sendable, Hashable, Codable {
    /// The epoch, from 1.
    public let epoch: Int
    /// Images seen in it; fewer than the data has where the run was stopped.
    public let images: Int
    /// The learning rate of its last step.
    public let learningRate: Float
    /// The mean cross-entropy of its images in nats, each before its step.
    public let loss: Double
    /// The part of its images that were recognised, each before its step, 0...1.
    public let accuracy: Double
    /// The validation after it, or `nil` where there is no validation data.
    public let validation: Validation?
    /// Whether its network is the best so far.
    public let isBest: Bool

    /// How the network does on images that it did not learn from.
    public struct Validation: Sendable, Hashable, Codable {
        /// The number of images.
        public let images: Int
        /// How many of them were recognised.
        public let correct: Int
        /// The mean cross-entropy in nats.
        public let loss: Double

        /// The part that was recognised, 0...1.
        public var accuracy: Double { Double(correct) / Double(images) }

        /// Whether this is better than `other`: more recognised or, with as many, a lower loss.
        func isBetter(than other: Validation) -> Bool {
            correct != other.correct ? correct > other.correct : loss < other.loss
        }
    }
}

/// What a training run ends with.
public struct TrainingResult: Sendable, Equatable {
    /// How a run comes to its end.
    public enum Ending: Sendable, Hashable {
        /// All epochs are done.
        case finished
        /// The receiver of the events answered `stop`.
        case stopped
        /// The loss or a weight left the finite numbers; the network is the best from before.
        case diverged
    }

    /// The best network: by accuracy on the validation data, then by loss; without such data the last one.
    public let network: Network
    /// The epoch that it comes from.
    public let bestEpoch: Int
    /// All epochs in their order; where the run was stopped within one, the last covers a part.
    public let history: [EpochRecord]
    /// How the run came to its end.
    public let ending: Ending

    /// The record of the epoch that ``network`` comes from.
    public var best: EpochRecord? { history.first { $0.epoch == bestEpoch } }
}
