/// Teaches a network by mini-batches, and keeps the best one that it comes by.
///
/// ```swift
/// let start = try Network.initialised(layerSizes: [784, 50, 100, 10], activation: .sigmoid, seed: 1)
/// let trainer = try Trainer(network: start, training: training, validation: validation, options: options)
/// let result = try trainer.run { event in
///     if case .epoch(let record) = event { print(record.epoch, record.validation?.accuracy ?? 0) }
///     return .proceed
/// }
/// ```
///
/// The loss is the cross-entropy of the softmax over the last layer. Each epoch sees every image once, in an order that
/// the seed and the epoch's number alone decide. The best network is chosen by the validation data, which it never
/// learns from.
public struct Trainer: Sendable {
    private let network: Network
    private let training: TrainingData
    private let validation: TrainingData?
    private let options: TrainingOptions

    /// Checks that network, data and options go together.
    ///
    /// - Parameters:
    ///   - network: where to start: ``Network/initialised(layerSizes:activation:inputRange:seed:)``, or one to go on with.
    ///   - training: what to learn from.
    ///   - validation: what to choose the best epoch by; without it, the last one is kept.
    ///   - options: epochs, batches, rates, seed and threads.
    /// - Throws: `shapeMismatch` where the data has other pixels or classes than the network, `notTrainable` where a
    ///   layer has no gradient, `invalidOption` where an option is out of its range or a batch would not fit into memory.
    public init(
        network: Network, training: TrainingData, validation: TrainingData?, options: TrainingOptions
    ) throws(NetworkError) {
        try options.validate()
        for (name, data) in [("training", training), ("validation", validation ?? training)] {
            guard data.inputs == network.inputs, data.classes == network.outputs else {
                throw NetworkError(
                    .shapeMismatch,
                    "the network takes \(network.inputs) pixels to \(network.outputs) classes, "
                        + "but the \(name) data has \(data.inputs) pixels and \(data.classes) classes")
            }
        }
        guard options.augmentation == nil || Augmentation.picture(network.inputShape) != nil else {
            throw NetworkError(
                .invalidOption,
                "augmentation takes pictures of one channel, but the network's input is \(describe(network.inputShape))"
            )
        }
        _ = try TrainedLayers(network, capacity: min(options.batchSize, training.count))
        self.network = network
        self.training = training
        self.validation = validation
        self.options = options
    }

    /// Trains to the end, until the receiver of the events stops it, or until the numbers leave the finite range.
    ///
    /// A run that is stopped within an epoch validates what it has, so that no more than the last batch is lost.
    ///
    /// - Parameters:
    ///   - checkpoint: where an earlier run of the same network, data and options stood. The result is, bit for bit, that
    ///     of a run that was never interrupted.
    ///   - receive: told after each batch and each epoch; answers whether to go on. An error that it throws ends the run
    ///     and comes out of it.
    ///   - keep: given the network of each epoch that is the best so far, before `receive` is told of the epoch, so that
    ///     nothing is lost with the process. An error that it throws likewise.
    ///   - save: given where the run stands after each whole epoch but the last.
    /// - Returns: the best network and how it came about.
    /// - Throws: what `keep`, `save` and `receive` throw, `diverged` where not even the first epoch came to its end, and
    ///   `shapeMismatch` where the checkpoint is of another network or longer than the run.
    public func run(
        from checkpoint: TrainingCheckpoint? = nil,
        _ receive: (TrainingEvent) throws -> TrainingDecision = { _ in .proceed },
        keep: (Network, EpochRecord) throws -> Void = { _, _ in },
        save: (TrainingCheckpoint) throws -> Void = { _ in }
    ) throws -> TrainingResult {
        let done = checkpoint?.history.count ?? 0
        guard done < options.epochs else {
            throw NetworkError(
                .shapeMismatch, "the checkpoint has seen \(done) epochs, the training has \(options.epochs)")
        }
        var run = try TrainingRun(network: network, training: training, options: options, checkpoint: checkpoint)
        var history = checkpoint?.history ?? []
        var best = checkpoint.flatMap { checkpoint in
            history.last(where: \.isBest).map { (network: checkpoint.best, epoch: $0.epoch) }
        }
        var ending = TrainingResult.Ending.finished
        epochs: for epoch in done + 1...options.epochs {
            let outcome = try run.epoch(epoch) { record in try receive(.batch(record)) }
            guard !outcome.diverged, let candidate = try? run.engine.snapshot() else {
                ending = .diverged
                break epochs
            }
            let record = record(outcome, epoch: epoch, candidate, history)
            if record.isBest {
                best = (candidate, epoch)
                try keep(candidate, record)
            }
            history.append(record)
            if let best, !outcome.stopped, epoch < options.epochs {
                try save(run.engine.checkpoint(history: history, best: best.network))
            }
            let decision = try receive(.epoch(record))
            if outcome.stopped || decision == .stop {
                ending = .stopped
                break epochs
            }
        }
        guard let best else {
            throw NetworkError(
                .diverged,
                "the loss left the finite numbers in the first epoch: train with a lower learning rate than "
                    + "\(options.learningRate)")
        }
        return TrainingResult(network: best.network, bestEpoch: best.epoch, history: history, ending: ending)
    }

    /// Validates the network of an epoch and compares it with those before.
    private func record(
        _ outcome: TrainingRun.Outcome, epoch: Int, _ candidate: Network, _ history: [EpochRecord]
    ) -> EpochRecord {
        let result = validation.map { candidate.validate($0, threads: options.threads) }
        let previous = history.last(where: \.isBest)?.validation
        let isBest =
            if let result, let previous { result.isBetter(than: previous) } else { true }
        return EpochRecord(
            epoch: epoch, images: outcome.images, learningRate: outcome.learningRate,
            loss: outcome.loss / Double(outcome.images), accuracy: Double(outcome.correct) / Double(outcome.images),
            validation: result, isBest: isBest)
    }
}

extension Network {
    /// Counts what the network recognises of `data`, and its mean loss.
    fileprivate func validate(_ data: TrainingData, threads: Int) -> EpochRecord.Validation {
        let logits = logits(data.images.span, threads: threads)
        let found = argmax(logits, classes: outputs)
        return EpochRecord.Validation(
            images: data.count, correct: zip(found, data.labels).count { $0 == Int($1) },
            loss: crossEntropy(logits: logits, labels: data.labels, classes: outputs))
    }
}
