import DigitNetwork
import Testing

@Suite struct TrainingOptionsTests {
    private func complaint(_ change: (inout TrainingOptions) -> Void) throws -> String? {
        var options = TrainingOptions()
        change(&options)
        let network = try Network.initialised(layerSizes: [2, 2], activation: .relu, seed: 1)
        let data = try TrainingData(images: [1, 2], labels: [0], inputs: 2, classes: 2)
        do {
            _ = try Trainer(network: network, training: data, validation: nil, options: options)
            return nil
        } catch {
            #expect(error.kind == .invalidOption)
            return error.description
        }
    }

    @Test func theDefaultsAreTaken() throws {
        #expect(try complaint { _ in } == nil)
    }

    @Test func whatIsOutOfRangeIsNamed() throws {
        #expect(try complaint { $0.epochs = 0 } == "epochs are at least 1, found 0")
        #expect(try complaint { $0.batchSize = -1 } == "the batch size is at least 1, found -1")
        #expect(try complaint { $0.learningRate = 0 } == "the learning rate is a positive number, found 0.0")
        #expect(try complaint { $0.learningRate = .nan } == "the learning rate is a positive number, found nan")
        #expect(try complaint { $0.learningRate = .infinity } == "the learning rate is a positive number, found inf")
        #expect(try complaint { $0.weightDecay = -0.1 } == "the weight decay is 0 or more, found -0.1")
        #expect(try complaint { $0.threads = 0 } == "threads are at least 1, found 0")
        #expect(
            try complaint { $0.optimizer = .sgd(momentum: 1) } == "momentum is 0 or more and below 1, found 1.0")
        #expect(
            try complaint { $0.optimizer = .adam(beta1: 0.9, beta2: 1, epsilon: 0) }
                == "Adam's betas are 0 or more and below 1 and its epsilon is positive, found 0.9, 1.0 and 0.0")
        #expect(
            try complaint { $0.schedule = .exponential(factor: 1.5) }
                == "the schedule's factor is above 0 and at most 1, found 1.5")
        #expect(
            try complaint { $0.schedule = .step(epochs: 0, factor: 0.5) }
                == "the schedule's step is at least 1 epoch and its factor above 0 and at most 1, found 0 and 0.5")
        #expect(
            try complaint { $0.schedule = .cosine(floor: -1) } == "the schedule's floor is 0 to 1, found -1.0")
        #expect(
            try complaint { $0.schedule = .oneCycle(warmUp: 1) }
                == "the schedule's part for warming up is above 0 and below 1, found 1.0")
        #expect(
            try complaint { $0.labelSmoothing = 1 } == "the label smoothing is 0 or more and below 1, found 1.0")
        #expect(
            try complaint { $0.weightAverage = 1 } == "the weight average keeps 0 or more and less than 1, found 1.0")
    }

    @Test(arguments: [
        (LearningRateSchedule.constant, 7, 0.9, 1.0),
        (.exponential(factor: 0.5), 0, 0.0, 1), (.exponential(factor: 0.5), 3, 0.9, 0.125),
        (.step(epochs: 2, factor: 0.25), 1, 0.4, 1), (.step(epochs: 2, factor: 0.25), 2, 0.5, 0.25),
        (.step(epochs: 2, factor: 0.25), 5, 0.9, 0.0625),
        (.cosine(), 0, 0, 1), (.cosine(), 5, 0.5, 0.5), (.cosine(), 9, 1, 0), (.cosine(floor: 0.2), 3, 1.0 / 3, 0.8),
        // From 1/25 to 1 over the first quarter, half of the way at an eighth; then down to 1/250,000.
        (.oneCycle(warmUp: 0.25), 0, 0, 0.04), (.oneCycle(warmUp: 0.25), 0, 0.125, 0.52),
        (.oneCycle(warmUp: 0.25), 1, 0.25, 1), (.oneCycle(warmUp: 0.25), 5, 0.625, 0.500002),
        (.oneCycle(warmUp: 0.25), 9, 1, 0.000004),
    ])
    func schedulesFall(schedule: LearningRateSchedule, epoch: Int, progress: Double, multiplier: Double) {
        // (1 + cos(pi / 3)) / 2 = 0.75; a cosine is right to some units of the last place, constants are floats.
        #expect(abs(schedule.multiplier(epoch: epoch, progress: progress) - multiplier) < 1e-7)
    }
}
