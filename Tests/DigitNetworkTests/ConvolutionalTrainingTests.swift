import DigitNetwork
import Testing

@Suite struct ConvolutionalTrainingTests {
    /// Pictures of 8 x 8 with a bright bar, lying or standing, at a random place and with noise.
    private func bars(_ count: Int, seed: UInt64) throws -> TrainingData {
        var random = SeededGenerator(seed: seed)
        var images: [UInt8] = []
        let labels = (0..<count).map { UInt8($0 % 2) }
        for label in labels {
            let (line, first) = (random.below(6) + 1, random.below(3))
            for row in 0..<8 {
                for column in 0..<8 {
                    let (across, along) = label == 0 ? (row, column) : (column, row)
                    let isBar = across == line && (first..<first + 5).contains(along)
                    images.append(UInt8(isBar ? 200 : random.below(50)))
                }
            }
        }
        return try TrainingData(images: images, labels: labels, inputs: 64, classes: 2)
    }

    private func network(dropout: Float? = nil) throws -> Network {
        var values = RandomValues(seed: 3)
        var layers: [Layer] = [
            try values.convolution(1, 6, Window(3, padding: 1), biases: false),
            .batchNormalization(try BatchNormalization(channels: 6)), .activation(.relu),
            .maxPool(try Window(2, stride: 2)), try values.convolution(6, 5, Window(2), biases: true),
            .activation(.relu), .globalMaxPool,
        ]
        if let dropout { layers.append(.dropout(dropout)) }
        return try Network(inputShape: [1, 8, 8], layers: layers + [values.dense(5, 2)])
    }

    private func options(_ change: (inout TrainingOptions) -> Void = { _ in }) -> TrainingOptions {
        var options = TrainingOptions()
        options.epochs = 3
        options.batchSize = 32
        options.learningRate = 0.02
        options.schedule = .oneCycle()
        change(&options)
        return options
    }

    @Test func learnsWhatCanBeSeen() throws {
        let trainer = try Trainer(
            network: network(), training: bars(128, seed: 1), validation: bars(50, seed: 2),
            options: options {
                $0.epochs = 6
                $0.weightAverage = 0.8
                $0.labelSmoothing = 0.02
            })
        #expect(try trainer.run().best?.validation?.correct == 50)
    }

    /// Everything at once that could depend on threads: chunks, normalisation, dropout, augmentation, the average.
    @Test func theSameSeedGivesTheSameBitsOnAnyThreads() throws {
        let data = try bars(90, seed: 1)
        let results = try [1, 2, 3, 7].map { threads in
            try Trainer(
                network: network(dropout: 0.2), training: data, validation: bars(20, seed: 2),
                options: options {
                    $0.epochs = 2
                    $0.weightAverage = 0.9
                    $0.augmentation = .digits
                    $0.threads = threads
                }
            ).run()
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }

    /// Everything that a run carries from one epoch to the next: moments, statistics, averages, the schedule, the seeds.
    @Test(arguments: [Optimizer.adam(), .sgd()])
    func aRunThatGoesOnComesToTheSameResult(optimizer: Optimizer) throws {
        let trainer = try Trainer(
            network: network(dropout: 0.2), training: bars(90, seed: 1), validation: bars(20, seed: 2),
            options: options {
                $0.epochs = 4
                $0.optimizer = optimizer
                $0.weightAverage = 0.9
                $0.augmentation = .digits
            })
        var checkpoints: [TrainingCheckpoint] = []
        let whole = try trainer.run(save: { checkpoints.append($0) })
        #expect(checkpoints.map(\.history.count) == [1, 2, 3])
        for checkpoint in checkpoints { #expect(try trainer.run(from: checkpoint) == whole) }
    }

    @Test func aCheckpointOfAnotherTrainingIsRefused() throws {
        func trainer(_ network: Network, epochs: Int) throws -> Trainer {
            try Trainer(
                network: network, training: bars(40, seed: 1), validation: nil, options: options { $0.epochs = epochs })
        }
        var checkpoint: TrainingCheckpoint?
        _ = try trainer(network(), epochs: 2).run(save: { checkpoint = $0 })
        var values = RandomValues(seed: 3)
        let dense = try Network(inputShape: [64], layers: [values.dense(64, 2)])
        for (other, epochs) in [(dense, 2), (try network(), 1)] {
            let error = try #require(throws: NetworkError.self) {
                try trainer(other, epochs: epochs).run(from: checkpoint)
            }
            #expect(error.kind == .shapeMismatch)
        }
        checkpoint?.firstMoments[3] = .infinity
        let error = try #require(throws: NetworkError.self) { try trainer(network(), epochs: 2).run(from: checkpoint) }
        #expect(error.kind == .notFinite)
    }

    @Test func eachEpochAugmentsInItsOwnWay() throws {
        // Without steps that matter, the losses of two epochs differ by their images alone.
        let result = try Trainer(
            network: network(), training: bars(32, seed: 1), validation: nil,
            options: options {
                $0.epochs = 2
                $0.learningRate = 1e-12
                $0.schedule = .constant
                $0.optimizer = .sgd()
                $0.augmentation = .digits
            }
        ).run()
        #expect(abs(result.history[0].loss - result.history[1].loss) > 1e-4)
    }

    @Test func dropoutChangesTheTrainingAndNotTheValidation() throws {
        let data = try bars(64, seed: 1)
        let results = try [nil, Float(0), 0.5].map { rate in
            try Trainer(
                network: network(dropout: rate), training: data, validation: data,
                options: options {
                    $0.epochs = 1
                    $0.learningRate = 1e-12
                    $0.optimizer = .sgd()
                }
            ).run()
        }
        // The same numbers where nothing is dropped; others where half is.
        #expect(results[1].history[0].loss == results[0].history[0].loss)
        #expect(abs(results[2].history[0].loss - results[0].history[0].loss) > 1e-3)
        #expect(results[2].history[0].validation == results[0].history[0].validation)
    }

    @Test func theKeptStatisticsFollowTheBatches() throws {
        // One batch of all images: the kept mean moves a tenth of the way from 0 to the images' mean.
        let images: [UInt8] = [0, 255, 51, 102]
        let network = try Network(
            inputShape: [1, 1, 2],
            layers: [
                .batchNormalization(try BatchNormalization(channels: 1)), .flatten,
                .dense(try Dense(inputs: 2, outputs: 2, weights: [1, 2, 3, 4], biases: [0, 0])),
            ])
        let result = try Trainer(
            network: network, training: TrainingData(images: images, labels: [0, 1], inputs: 2, classes: 2),
            validation: nil,
            options: options {
                $0.epochs = 1
                $0.learningRate = 1e-12
            }
        ).run()
        guard case .batchNormalization(let found) = result.network.layers[0] else {
            Issue.record("the normalisation is gone")
            return
        }
        // 0, 1, 0.2 and 0.4: mean 0.4, squares 0.16 + 0.36 + 0.04 + 0 = 0.56 over 3, kept 0.9 + 0.1 * 0.56 / 3.
        #expect(abs(found.mean[0] - 0.04) < 1e-6)
        #expect(abs(found.variance[0] - (0.9 + 0.056 / 3)) < 1e-6)
    }

    @Test func aBatchThatWouldNotFitIntoMemoryIsRefusedWithOneThatDoes() throws {
        var values = RandomValues(seed: 1)
        let network = try Network(
            inputShape: [1, 8, 8],
            layers: [values.convolution(1, 4096, Window(1), biases: false), .globalMaxPool, values.dense(4096, 2)])
        let data = try TrainingData(
            images: [UInt8](repeating: 1, count: 64 * 2100), labels: [UInt8](repeating: 1, count: 2100), inputs: 64,
            classes: 2)
        func trainer(_ size: Int) throws -> Trainer {
            try Trainer(network: network, training: data, validation: nil, options: options { $0.batchSize = size })
        }
        // 64 x 4096 + 4096 + 2 values an image, 2016 times into 2^29.
        let error = #expect(throws: NetworkError.self) { try trainer(2100) }
        #expect(error?.kind == .invalidOption)
        #expect(error?.description.hasSuffix("train in batches of at most 2016") == true)
        _ = try trainer(2016)
    }
}
