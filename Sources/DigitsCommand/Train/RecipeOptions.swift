import ArgumentParser
import DigitNetwork

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How to train; what is left out is as the shipped model of the architecture was trained.
struct RecipeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How often each image is seen.", valueName: "n"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Images a step.", valueName: "n"))
    var batchSize: Int?

    @Option(help: ArgumentHelp("adam (decoupled weight decay, AdamW) or sgd (momentum 0.9).", valueName: "name"))
    var optimizer: OptimizerName?

    @Option(help: ArgumentHelp("Size of a step at the start, or at the peak of one-cycle.", valueName: "rate"))
    var learningRate: Float?

    @Option(
        help: ArgumentHelp(
            "How the rate moves: constant, cosine (to 0), one-cycle (up and down) or exponential (by 0.95 an epoch).",
            valueName: "name"))
    var schedule: ScheduleName?

    @Option(help: ArgumentHelp("How strongly weights are drawn to zero.", valueName: "rate"))
    var weightDecay: Float?

    @Option(
        help: ArgumentHelp("Part of each target that all classes share, 0 or more and below 1.", valueName: "part"))
    var labelSmoothing: Float?

    @Option(
        help: ArgumentHelp(
            "What stays of the weights' moving average at each step, below 1; 0 for no average.", valueName: "part"))
    var weightAverage: Float?

    @OptionGroup(title: "Augmentation") var augmentation: AugmentationOptions

    @Option(help: ArgumentHelp("Where the random numbers start.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Threads; all cores without it. They change no bit of the result.", valueName: "n"))
    var threads: Int?

    /// Refuses numbers that cannot be, before anything is read.
    func validateRanges() throws {
        try require("--epochs", epochs, "1 or more") { $0 >= 1 }
        try require("--batch-size", batchSize, "1 or more") { $0 >= 1 }
        try require("--threads", threads, "1 or more") { $0 >= 1 }
        try require("--learning-rate", learningRate, "a positive number") { $0 > 0 && $0.isFinite }
        try require("--weight-decay", weightDecay, "0 or more") { $0 >= 0 && $0.isFinite }
        try require("--label-smoothing", labelSmoothing, "0 or more and less than 1") { (0..<1).contains($0) }
        try require("--weight-average", weightAverage, "0 or more and less than 1") { (0..<1).contains($0) }
        try augmentation.validateRanges()
    }

    /// The options as the trainer takes them.
    func trainingOptions(_ architecture: TrainedArchitecture) -> TrainingOptions {
        var options = architecture.recipe
        if let epochs { options.epochs = epochs }
        if let batchSize { options.batchSize = batchSize }
        if let optimizer { options.optimizer = optimizer.optimizer }
        if let learningRate { options.learningRate = learningRate }
        if let schedule { options.schedule = schedule.schedule }
        if let weightDecay { options.weightDecay = weightDecay }
        if let labelSmoothing { options.labelSmoothing = labelSmoothing }
        if let weightAverage { options.weightAverage = weightAverage > 0 ? weightAverage : nil }
        options.augmentation = augmentation.changed(options.augmentation)
        options.seed = seed
        options.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        return options
    }
}

/// How images are changed before they are learned from.
struct AugmentationOptions: ParsableArguments {
    @Flag(help: "Learn from the images as they are.")
    var noAugment = false

    @Option(help: ArgumentHelp("Turns to either side.", valueName: "degrees"))
    var rotation: Float?

    @Option(help: ArgumentHelp("Shifts to each side.", valueName: "pixels"))
    var shift: Float?

    @Option(help: ArgumentHelp("Growing and shrinking; 0.1 is 90 to 110 %.", valueName: "part"))
    var scale: Float?

    @Option(help: ArgumentHelp("Slanting to either side, in columns a line.", valueName: "slope"))
    var shear: Float?

    @Option(help: ArgumentHelp("How far an elastic deformation moves a point.", valueName: "pixels"))
    var elastic: Float?

    @Option(help: ArgumentHelp("Thicker and thinner strokes, 0 to 1.", valueName: "part"))
    var thickness: Float?

    private var amounts: [(name: String, value: Float?, limit: Float)] {
        [
            ("--rotation", rotation, 180), ("--shift", shift, 28), ("--scale", scale, 0.99), ("--shear", shear, 1),
            ("--elastic", elastic, 14), ("--thickness", thickness, 1),
        ]
    }

    func validateRanges() throws {
        for (name, value, limit) in amounts {
            try require(name, value, "0 to \(limit)") { (0...limit).contains($0) }
            if noAugment, value != nil { throw ValidationError("\(name) does not go with --no-augment") }
        }
    }

    /// An augmentation with the amounts that were given; `nil` where nothing is left of it.
    func changed(_ augmentation: Augmentation?) -> Augmentation? {
        if noAugment { return nil }
        var changed = augmentation ?? Augmentation()
        if let rotation { changed.rotation = rotation }
        if let shift { changed.shift = shift }
        if let scale { changed.scale = scale }
        if let shear { changed.shear = shear }
        if let elastic { changed.elastic = elastic }
        if let thickness { changed.thickness = thickness }
        return changed == Augmentation() ? nil : changed
    }
}

/// Refuses a value that an option does not take.
private func require<Value>(_ name: String, _ value: Value?, _ range: String, _ holds: (Value) -> Bool) throws {
    guard let value, !holds(value) else { return }
    throw ValidationError("\(name) takes \(range), found \(value)")
}

extension TrainingOptions {
    /// The options as arguments of `digits train` that give the same network again.
    var arguments: String {
        var words = [
            "--epochs \(epochs)", "--batch-size \(batchSize)", "--optimizer \(optimizer.name)",
            "--learning-rate \(learningRate)", "--schedule \(schedule.name)", "--weight-decay \(weightDecay)",
            "--label-smoothing \(labelSmoothing)", "--weight-average \(weightAverage ?? 0)",
        ]
        if let augmentation {
            words.append(
                "--rotation \(augmentation.rotation) --shift \(augmentation.shift) --scale \(augmentation.scale) "
                    + "--shear \(augmentation.shear) --elastic \(augmentation.elastic) "
                    + "--thickness \(augmentation.thickness)")
        } else {
            words.append("--no-augment")
        }
        return (words + ["--seed \(seed)"]).joined(separator: " ")
    }
}

/// Names of optimizers.
enum OptimizerName: String, CaseIterable, ExpressibleByArgument {
    case adam, sgd

    var optimizer: Optimizer {
        switch self {
        case .adam: .adam()
        case .sgd: .sgd()
        }
    }
}

extension Optimizer {
    fileprivate var name: String {
        OptimizerName.allCases.first { $0.optimizer == self }?.rawValue ?? "\(self)"
    }
}

/// Names of schedules.
enum ScheduleName: String, CaseIterable, ExpressibleByArgument {
    case constant, cosine, exponential
    case oneCycle = "one-cycle"

    var schedule: LearningRateSchedule {
        switch self {
        case .constant: .constant
        case .cosine: .cosine()
        case .exponential: .exponential(factor: 0.95)
        case .oneCycle: .oneCycle()
        }
    }
}

extension LearningRateSchedule {
    fileprivate var name: String {
        ScheduleName.allCases.first { $0.schedule == self }?.rawValue ?? "\(self)"
    }
}
