import DigitDatasets
import DigitNetwork
import DigitRecognition

/// One run of `digits train`: trains, shows how it goes, logs, and writes each best epoch.
final class TrainingSession {
    private let trainer: Trainer
    private let options: TrainingOptions
    private let split: TrainingSplit
    private let output: String
    private let log: TrainingLog?
    private let progress: ProgressLine
    private var metadata: ModelMetadata
    private let start = ContinuousClock.now
    private var lastShown = ContinuousClock.now

    init(
        network: Network, split: TrainingSplit, options: TrainingOptions, metadata: ModelMetadata, output: String,
        log: TrainingLog?, progress: ProgressLine
    ) throws {
        trainer = try Trainer(
            network: network, training: TrainingData(split.training), validation: TrainingData(split.validation),
            options: options)
        self.options = options
        self.split = split
        self.metadata = metadata
        self.output = output
        self.log = log
        self.progress = progress
        progress.note(
            "training \(network.shortDescription), \(TextFormat.grouped(network.parameterCount)) parameters, on "
                + "\(TextFormat.grouped(split.training.count)) images; validating on \(TextFormat.grouped(split.validation.count))"
        )
    }

    /// Trains to the end or to the first `^C`.
    func run() throws -> TrainingResult {
        Interruption.listen()
        try log?.write(start: metadata, options: options)
        let result = try trainer.run { event in
            switch event {
            case .batch(let record): show(record)
            case .epoch(let record): try finish(record)
            }
            return Interruption.isRequested ? .stop : .proceed
        } keep: { network, record in
            try keep(network, record)
        }
        try log?.write(result: result, output: output)
        return result
    }

    /// What came out, for people.
    func summary(_ result: TrainingResult) -> String {
        let best = result.best?.validation
        let accuracy = best.map { "validation accuracy \($0.accuracy) (\($0.correct) of \($0.images)), " } ?? ""
        let ending =
            switch result.ending {
            case .finished: ""
            case .stopped: "interrupted; "
            case .diverged: "the loss left the finite numbers, try a lower --learning-rate; "
            }
        return "\(ending)best epoch \(result.bestEpoch): \(accuracy)\(TextFormat.duration(seconds)); wrote \(output)"
    }

    private var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func show(_ record: BatchRecord) {
        let now = ContinuousClock.now
        guard now - lastShown >= .milliseconds(100) else { return }
        lastShown = now
        let done = Double(record.epoch - 1) + Double(record.images) / Double(record.imagesPerEpoch)
        let left = seconds / done * (Double(options.epochs) - done)
        let rate = done * Double(record.imagesPerEpoch) / seconds
        progress.show(
            "epoch \(record.epoch) of \(options.epochs)  \(100 * record.images / record.imagesPerEpoch) %  "
                + "loss \(TextFormat.fixed(record.loss, 4))  accuracy \(TextFormat.fixed(record.accuracy, 4))  "
                + "\(TextFormat.rounded(rate)) images/s  \(TextFormat.duration(left.rounded())) left")
    }

    private func finish(_ record: EpochRecord) throws {
        try log?.write(record)
        let validation =
            record.validation.map {
                "  validation loss \(TextFormat.fixed($0.loss, 4))  accuracy \(TextFormat.fixed($0.accuracy, 4))"
            } ?? ""
        progress.show(
            "epoch \(record.epoch) of \(options.epochs)  loss \(TextFormat.fixed(record.loss, 4))  "
                + "accuracy \(TextFormat.fixed(record.accuracy, 4))\(validation)\(record.isBest ? "  best" : "")",
            done: true)
    }

    /// Writes the best network so far, all of it or nothing: whatever ends the run, it is there.
    private func keep(_ network: Network, _ record: EpochRecord) throws {
        metadata.validationAccuracy = record.validation.map { String($0.accuracy) }
        try Recognizer(name: output, network: network, metadata: metadata).write(to: output)
    }
}

extension TrainingData {
    /// Images and labels as the trainer takes them.
    init(_ data: LabelledImages) throws {
        try self.init(
            images: data.images.pixels, labels: data.labels.bytes, inputs: data.images.pixelsPerImage,
            classes: data.classes)
    }
}
