/// The part of a training run that moves weights: one epoch after the other.
struct TrainingRun: ~Copyable {
    /// What an epoch, or the part of it that took place, came to.
    struct Outcome {
        var images = 0
        var loss = 0.0
        var correct = 0
        var learningRate: Float = 0
        var stopped = false
        var diverged = false
    }

    let engine: Backpropagation
    private let training: TrainingData
    private let options: TrainingOptions
    private let batchSize: Int
    private var optimizer: OptimizerSteps
    private var step = 0

    /// Starts at the beginning, or behind the last epoch of a checkpoint.
    init(
        network: Network, training: TrainingData, options: TrainingOptions, checkpoint: TrainingCheckpoint?
    ) throws(NetworkError) {
        // A batch larger than the data is the data: the option must not cost memory that nothing fills.
        let batchSize = min(options.batchSize, training.count)
        let engine = try Backpropagation(
            network, capacity: batchSize, threads: options.threads, smoothing: options.labelSmoothing,
            averages: options.weightAverage != nil)
        if let checkpoint { try engine.restore(checkpoint) }
        self.batchSize = batchSize
        self.engine = engine
        self.training = training
        self.options = options
        optimizer = OptimizerSteps(optimizer: options.optimizer, weightDecay: options.weightDecay)
        step = (checkpoint?.history.count ?? 0) * stepsPerEpoch
        optimizer.skip(step)
    }

    private var stepsPerEpoch: Int { (training.count + batchSize - 1) / batchSize }

    /// Sees every image once, and tells `receive` after each batch.
    mutating func epoch(
        _ epoch: Int, _ receive: (BatchRecord) throws -> TrainingDecision
    ) throws -> Outcome {
        // From the seed and the epoch alone, so that a later run can start at any epoch. Stream 0 made the weights.
        var generator = SeededGenerator(seed: options.seed, stream: epoch)
        var order = Array(0..<training.count)
        generator.shuffle(&order)

        var outcome = Outcome()
        for start in stride(from: 0, to: training.count, by: batchSize) {
            let progress = Double(step) / (Double(stepsPerEpoch) * Double(options.epochs))
            let multiplier = options.schedule.multiplier(epoch: epoch - 1, progress: progress)
            outcome.learningRate = options.learningRate * Float(multiplier)

            let context = BatchContext(
                seed: options.seed, epoch: epoch, step: step, augmentation: options.augmentation)
            let batch = engine.propagate(training, order[start..<min(start + batchSize, training.count)], context)
            guard batch.loss.isFinite else {
                outcome.diverged = true
                return outcome
            }
            engine.collect(images: batch.images, step: optimizer.next(rate: outcome.learningRate))
            step += 1
            if let decay = options.weightAverage {
                engine.average(decay: min(decay, Float(1 + step) / Float(10 + step)))
            }
            outcome.images += batch.images
            outcome.loss += batch.loss
            outcome.correct += batch.correct

            let record = BatchRecord(
                epoch: epoch, step: step, images: outcome.images, imagesPerEpoch: training.count,
                learningRate: outcome.learningRate, batchLoss: batch.loss / Double(batch.images),
                loss: outcome.loss / Double(outcome.images),
                accuracy: Double(outcome.correct) / Double(outcome.images))
            if try receive(record) == .stop {
                outcome.stopped = true
                break
            }
        }
        return outcome
    }
}
