import ArgumentParser
import DigitNetwork

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How to train; the defaults are those that the shipped `mlp` was trained with.
struct RecipeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How often each image is seen.", valueName: "n"))
    var epochs = 60

    @Option(help: ArgumentHelp("Images a step.", valueName: "n"))
    var batchSize = 128

    @Option(help: ArgumentHelp("adam (decoupled weight decay) or sgd (momentum 0.9).", valueName: "name"))
    var optimizer = OptimizerName.adam

    @Option(help: ArgumentHelp("Size of a step at the start.", valueName: "rate"))
    var learningRate: Float = 0.03

    @Option(
        help: ArgumentHelp(
            "How the rate falls: constant, cosine (to 0), or exponential (by 0.95 an epoch).", valueName: "name"))
    var schedule = ScheduleName.cosine

    @Option(help: ArgumentHelp("How strongly weights are drawn to zero.", valueName: "rate"))
    var weightDecay: Float = 0.1

    @Option(help: ArgumentHelp("Where the random numbers start.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Threads; all cores without it. They change no bit of the result.", valueName: "n"))
    var threads: Int?

    /// Refuses numbers that cannot be, before anything is read.
    func validateRanges() throws {
        if epochs < 1 { throw ValidationError("--epochs takes 1 or more, found \(epochs)") }
        if batchSize < 1 { throw ValidationError("--batch-size takes 1 or more, found \(batchSize)") }
        if let threads, threads < 1 { throw ValidationError("--threads takes 1 or more, found \(threads)") }
        if !(learningRate > 0 && learningRate.isFinite) {
            throw ValidationError("--learning-rate takes a positive number, found \(learningRate)")
        }
        if !(weightDecay >= 0 && weightDecay.isFinite) {
            throw ValidationError("--weight-decay takes 0 or more, found \(weightDecay)")
        }
    }

    /// The options as the trainer takes them.
    var trainingOptions: TrainingOptions {
        var options = TrainingOptions()
        options.epochs = epochs
        options.batchSize = batchSize
        options.optimizer = optimizer.optimizer
        options.learningRate = learningRate
        options.schedule = schedule.schedule
        options.weightDecay = weightDecay
        options.seed = seed
        options.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        return options
    }

    /// The options as arguments that give the same network again.
    var arguments: String {
        "--epochs \(epochs) --batch-size \(batchSize) --optimizer \(optimizer.rawValue) "
            + "--learning-rate \(learningRate) --schedule \(schedule.rawValue) --weight-decay \(weightDecay) --seed \(seed)"
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

/// Names of schedules.
enum ScheduleName: String, CaseIterable, ExpressibleByArgument {
    case constant, cosine, exponential

    var schedule: LearningRateSchedule {
        switch self {
        case .constant: .constant
        case .cosine: .cosine()
        case .exponential: .exponential(factor: 0.95)
        }
    }
}
