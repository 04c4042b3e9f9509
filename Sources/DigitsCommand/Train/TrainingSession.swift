import DigitDatasets
import DigitNetwork
import DigitRecognition

/// One run of `digits train`: trains, shows how it goes, logs, and writes each best epoch.
final class TrainingSession {
    private let trainer: Trainer
    private let options: TrainingOptions
    private let split: TrainingSplit
    private let files: TrainingFiles
    private let log: TrainingLog?
    private let checkpoint: TrainingCheckpoint?
    private let command: String
    private let progress: ProgressLine
    private var metadata: ModelMetadata
    private let start = ContinuousClock.now
    private var lastShown = ContinuousClock.now

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - network: where to start.
    ///   - split: what to learn from and what to choose by.
    ///   - options: how to train.
    ///   - metadata: what the weights file says of itself.
    ///   - files: what to write.
    ///   - resumes: whether to go on from the checkpoint.
    ///   - progress: where to show how it goes.
    /// - Throws: `NetworkError` where data, network and options do not go together, `ModelError` where the checkpoint is
    ///   not this training's, `DatasetError` where the log cannot be written.
    init(
        network: Network, split: TrainingSplit, options: TrainingOptions, metadata: ModelMetadata,
        files: TrainingFiles, resumes: Bool, progress: ProgressLine
    ) throws {
        trainer = try Trainer(
            network: network, training: TrainingData(split.training), validation: TrainingData(split.validation),
            options: options)
        self.options = options
        self.split = split
        self.metadata = metadata
        self.files = files
        self.progress = progress
        command = metadata.command ?? ""
        checkpoint = resumes ? try TrainingCheckpoint(contentsOf: files.checkpoint, command: command) : nil
        // The log of a run that goes on begins anew, with the epochs that are done.
        log = try files.log.map { try TrainingLog(path: $0) }
        progress.note(
            "training \(network.shortDescription), \(TextFormat.grouped(network.parameterCount)) parameters, on "
                + "\(TextFormat.grouped(split.training.count)) images; validating on \(TextFormat.grouped(split.validation.count))"
        )
        if let checkpoint { progress.note("going on after epoch \(checkpoint.history.count) of \(options.epochs)") }
    }

    /// Trains to the end or to the first `^C`.
    func run() throws -> TrainingResult {
        Interruption.listen()
        try log?.write(start: metadata, options: options)
        for record in checkpoint?.history ?? [] { try log?.write(record) }
        if let checkpoint, let best = checkpoint.history.last(where: \.isBest) { try keep(checkpoint.best, best) }
        let result = try trainer.run(from: checkpoint) { event in
            switch event {
            case .batch(let record): show(record)
            case .epoch(let record): try finish(record)
            }
            return Interruption.isRequested ? .stop : .proceed
        } keep: { network, record in
            try keep(network, record)
        } save: { checkpoint in
            try checkpoint.write(to: files.checkpoint, command: command)
        }
        try log?.write(result: result, output: files.output)
        if let curve = files.curve { try FileContents.write(Array(TrainingCurve(result.history).svg.utf8), to: curve) }
        if result.ending == .finished { try files.removeCheckpoint() }
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
        let next =
            result.ending == .stopped && FileContents.exists(files.checkpoint)
            ? "; the same command with --resume goes on" : ""
        return "\(ending)best epoch \(result.bestEpoch): \(accuracy)\(TextFormat.duration(seconds)); "
            + "wrote \(files.output)\(next)"
    }

    private var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func show(_ record: BatchRecord) {
        let now = ContinuousClock.now
        guard now - lastShown >= .milliseconds(100) else { return }
        lastShown = now
        let before = checkpoint?.history.count ?? 0
        let done = Double(record.epoch - 1 - before) + Double(record.images) / Double(record.imagesPerEpoch)
        let left = seconds / done * (Double(options.epochs - before) - done)
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
        try Recognizer(name: files.output, network: network, metadata: metadata).write(to: files.output)
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
