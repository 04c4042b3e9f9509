import DigitNetwork
import Testing

@Suite struct TrainerTests {
    /// Images that show their class: one of four pixels is bright, with noise in the others.
    private func bright(_ count: Int, seed: UInt64) throws -> TrainingData {
        var random = SeededGenerator(seed: seed)
        var images: [UInt8] = []
        let labels = (0..<count).map { UInt8($0 % 4) }
        for label in labels {
            for pixel in 0..<4 { images.append(UInt8(pixel == Int(label) ? 200 : random.below(60))) }
        }
        return try TrainingData(images: images, labels: labels, inputs: 4, classes: 4)
    }

    private func start(seed: UInt64 = 1) throws -> Network {
        try Network.initialised(layerSizes: [4, 6, 4], activation: .sigmoid, seed: seed)
    }

    private func options(epochs: Int, _ change: (inout TrainingOptions) -> Void = { _ in }) -> TrainingOptions {
        var options = TrainingOptions()
        options.epochs = epochs
        options.batchSize = 8
        options.learningRate = 0.05
        change(&options)
        return options
    }

    @Test(arguments: ["sgd", "adam"])
    func followsTheRecordedRun(name: String) throws {
        let recorded = try Recorded.training
        let expected = try #require(recorded.runs[name])
        var options = TrainingOptions()
        options.epochs = recorded.epochs
        options.batchSize = recorded.batch
        options.seed = recorded.seed
        switch name {
        case "sgd":
            options.optimizer = .sgd(momentum: 0.9)
            (options.learningRate, options.weightDecay) = (0.5, 0.01)
            options.schedule = .exponential(factor: 0.5)
        default:
            options.optimizer = .adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-6)
            (options.learningRate, options.weightDecay) = (0.05, 0.1)
            options.schedule = .cosine()
        }
        var losses: [Double] = []
        let result = try Trainer(
            network: try recorded.network(.sigmoid), training: recorded.data, validation: nil, options: options
        ).run { event in
            if case .batch(let record) = event { losses.append(record.batchLoss) }
            return .proceed
        }
        #expect(losses.count == 12)
        // Roundings of 6e-8 grow a little from step to step; a wrong update is off by 1e-2 after the first.
        for (found, expected) in zip(losses, expected.losses) { #expect(abs(found - expected) < 5e-6) }
        for (found, expected) in zip(result.network.denseLayers, expected.end) {
            #expect(distance(found.weights, expected.weights) < 2e-5)
            #expect(distance(found.biases, expected.biases) < 2e-5)
        }
    }

    @Test(arguments: [Optimizer.sgd(momentum: 0.9), .adam()])
    func learnsWhatCanBeSeen(optimizer: Optimizer) throws {
        let trainer = try Trainer(
            network: try start(), training: try bright(64, seed: 1), validation: try bright(40, seed: 2),
            options: options(epochs: 40) { $0.optimizer = optimizer })
        let result = try trainer.run()
        #expect(result.history[result.bestEpoch - 1].validation?.correct == 40)
        #expect(result.ending == .finished)
        #expect(result.history.count == 40)
    }

    @Test(arguments: [Optimizer.sgd(), .adam()])
    func theSameSeedGivesTheSameBitsOnAnyThreads(optimizer: Optimizer) throws {
        // Wide enough that rows of images and of weights are shared out.
        var random = SeededGenerator(seed: 9)
        let labels = (0..<150).map { _ in UInt8(random.below(10)) }
        let data = try TrainingData(images: randomPixels(150, inputs: 50), labels: labels, inputs: 50, classes: 10)
        let network = try Network.initialised(layerSizes: [50, 40, 10], activation: .tanh, seed: 3)
        let results = try [1, 2, 3].map { threads in
            try Trainer(
                network: network, training: data, validation: data,
                options: options(epochs: 2) {
                    $0.batchSize = 64
                    $0.optimizer = optimizer
                    $0.threads = threads
                }
            ).run()
        }
        #expect(results[1] == results[0])
        #expect(results[2] == results[0])
        #expect(results[0].network != network)
    }

    @Test func anotherSeedTakesAnotherOrder() throws {
        let data = try bright(64, seed: 1)
        let results = try [1, 2].map { (seed: UInt64) in
            try Trainer(
                network: try start(), training: data, validation: nil, options: options(epochs: 1) { $0.seed = seed }
            ).run()
        }
        #expect(results[0].network != results[1].network)
    }

    @Test func theLastBatchIsUsedAndCountsAsWhatItHas() throws {
        var images: [Int] = []
        let result = try Trainer(
            network: try start(), training: try bright(20, seed: 1), validation: nil, options: options(epochs: 2)
        ).run { event in
            if case .batch(let record) = event {
                images.append(record.images)
                #expect(record.imagesPerEpoch == 20)
            }
            return .proceed
        }
        #expect(images == [8, 16, 20, 8, 16, 20])
        #expect(result.history.map(\.images) == [20, 20])
    }

    @Test func aBatchLargerThanTheDataIsTheData() throws {
        let data = try bright(20, seed: 1)
        let results = try [20, Int.max].map { size in
            try Trainer(
                network: try start(), training: data, validation: nil,
                options: options(epochs: 2) { $0.batchSize = size }
            ).run()
        }
        #expect(results[0] == results[1])
    }

    @Test func theBestEpochIsKeptNotTheLast() throws {
        // A rate that is far too large after a good start: the accuracy goes up and down.
        let validation = try bright(40, seed: 2)
        let result = try Trainer(
            network: try start(), training: try bright(64, seed: 1), validation: validation,
            options: options(epochs: 12) {
                $0.learningRate = 3
                $0.optimizer = .sgd(momentum: 0.95)
            }
        ).run()
        let validations = result.history.compactMap(\.validation)
        let best = try #require(validations.map(\.correct).max())
        let lowest = validations.filter { $0.correct == best }.map(\.loss).min()
        let kept = try #require(result.history[result.bestEpoch - 1].validation)
        #expect(kept.correct == best)
        #expect(kept.loss == lowest)
        #expect(result.history.last { $0.isBest }?.epoch == result.bestEpoch)
        // What was kept is what was measured.
        let found = argmax(result.network.predict(validation.images.span), classes: 4)
        #expect(zip(found, validation.labels).count { $0 == Int($1) } == best)
    }

    @Test func stoppingWithinAnEpochKeepsWhatIsThere() throws {
        let validation = try bright(40, seed: 2)
        var epochs: [EpochRecord] = []
        let result = try Trainer(
            network: try start(), training: try bright(64, seed: 1), validation: validation,
            options: options(epochs: 5)
        ).run { event in
            switch event {
            case .batch(let record): return record.step == 3 ? .stop : .proceed
            case .epoch(let record):
                epochs.append(record)
                return .proceed
            }
        }
        #expect(result.ending == .stopped)
        #expect(result.history == epochs)
        #expect(result.history.map(\.images) == [24])
        #expect(result.bestEpoch == 1)
        #expect(result.network != (try start()))
    }

    @Test func stoppingAfterAnEpochEndsThere() throws {
        let result = try Trainer(
            network: try start(), training: try bright(64, seed: 1), validation: nil, options: options(epochs: 5)
        ).run { event in
            if case .epoch(let record) = event, record.epoch == 2 { return .stop }
            return .proceed
        }
        #expect(result.ending == .stopped)
        #expect(result.history.count == 2)
        #expect(result.bestEpoch == 2)
    }

    @Test func anErrorOfTheReceiverComesOut() throws {
        struct Full: Error {}
        let trainer = try Trainer(
            network: try start(), training: try bright(64, seed: 1), validation: nil, options: options(epochs: 5))
        #expect(throws: Full.self) { try trainer.run { _ in throw Full() } }
    }

    @Test func numbersThatLeaveTheFiniteRangeAreAnError() throws {
        let trainer = try Trainer(
            network: try Network.initialised(layerSizes: [4, 6, 4], activation: .identity, seed: 1),
            training: try bright(64, seed: 1), validation: nil,
            options: options(epochs: 5) {
                $0.learningRate = 1e30
                $0.optimizer = .sgd()
            })
        let error = #expect(throws: NetworkError.self) { try trainer.run() }
        #expect(error?.kind == .diverged)
        #expect(
            error?.description == "the loss left the finite numbers in the first epoch: "
                + "train with a lower learning rate than 1e+30")
    }

    @Test func theBestFromBeforeSurvivesTheEndOfTheFiniteRange() throws {
        // One step an epoch: the first leaves finite weights of about 1e29, which the second multiplies to infinity.
        let result = try Trainer(
            network: try Network.initialised(layerSizes: [4, 6, 4], activation: .identity, seed: 1),
            training: try bright(64, seed: 1), validation: nil,
            options: options(epochs: 5) {
                $0.learningRate = 1e30
                $0.batchSize = 64
                $0.optimizer = .sgd()
            }
        ).run()
        #expect(result.ending == .diverged)
        #expect(result.bestEpoch == 1)
        #expect(result.history.count == 1)
    }

    @Test func theLearningRateFollowsTheSchedule() throws {
        var rates: [Float] = []
        _ = try Trainer(
            network: try start(), training: try bright(20, seed: 1), validation: nil,
            options: options(epochs: 4) {
                $0.learningRate = 0.5
                $0.schedule = .step(epochs: 2, factor: 0.25)
            }
        ).run { event in
            if case .batch(let record) = event { rates.append(record.learningRate) }
            return .proceed
        }
        #expect(rates == [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125])
    }

    @Test func dataOfAnotherShapeIsRefused() throws {
        let network = try Network.initialised(layerSizes: [5, 4], activation: .relu, seed: 1)
        let data = try bright(8, seed: 1)
        let error = #expect(throws: NetworkError.self) {
            try Trainer(network: network, training: data, validation: nil, options: options(epochs: 1))
        }
        #expect(error?.kind == .shapeMismatch)
        #expect(
            error?.description
                == "the network takes 5 pixels to 4 classes, but the training data has 4 pixels and 4 classes")
    }

    @Test func aNetworkWithoutWeightsIsRefused() throws {
        let network = try Network(inputs: 4, layers: [.activation(.relu)])
        #expect(throws: NetworkError(.notTrainable, "")) {
            try Trainer(
                network: network, training: try bright(8, seed: 1), validation: nil, options: options(epochs: 1))
        }
    }
}
