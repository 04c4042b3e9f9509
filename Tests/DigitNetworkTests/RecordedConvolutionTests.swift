import DigitNetwork
import Testing

@Suite struct RecordedConvolutionTests {
    @Test func logitsEqualPyTorchs() throws {
        let recorded = try RecordedConvolution.recorded
        #expect(distance(try recorded.network.logits(recorded.pixels), recorded.logits) < 1e-5)
    }

    @Test func gradientsEqualPyTorchs() throws {
        let recorded = try RecordedConvolution.recorded
        let found = try recorded.network.gradients(recorded.data, smoothing: 0.1)
        #expect(abs(found.loss - recorded.loss) < 1e-6)
        #expect(found.layers.count == 5)
        // Float against double, summed over 22 images of up to 56 positions.
        for (found, expected) in zip(found.layers, recorded.gradients) {
            #expect(distance(found.weights, expected.weights) < 2e-6)
            #expect(distance(found.biases, expected.biases) < 2e-6)
        }
    }

    @Test(arguments: ["sgd", "adam"], [false, true])
    func trainingFollowsPyTorchs(name: String, averages: Bool) throws {
        let recorded = try RecordedConvolution.recorded
        let run = try #require(recorded.runs[name])
        var options = TrainingOptions()
        options.epochs = recorded.epochs
        options.batchSize = recorded.batch
        options.seed = recorded.seed
        options.labelSmoothing = 0.1
        options.weightDecay = 0.05
        options.schedule = .oneCycle()
        options.weightAverage = averages ? 0.9 : nil
        options.optimizer = name == "sgd" ? .sgd(momentum: 0.9) : .adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-6)
        options.learningRate = name == "sgd" ? 0.1 : 0.02
        var losses: [Double] = []
        let result = try Trainer(
            network: try recorded.network, training: recorded.data, validation: nil, options: options
        ).run { event in
            if case .batch(let record) = event { losses.append(record.batchLoss) }
            return .proceed
        }
        #expect(losses.count == 12)
        // Roundings of 6e-8 grow from step to step, and Adam, which divides by what is small, makes more of them; a wrong
        // update is off by 1e-2 after the first.
        for (found, expected) in zip(losses, run.losses) { #expect(abs(found - expected) < 2e-5) }
        let expected = averages ? run.average : run.end
        var place = 0
        for layer in result.network.layers where layer.parameterCount > 0 {
            switch layer {
            case .dense(let dense):
                #expect(distance(dense.weights, expected[place].weights) < 1e-4)
                #expect(distance(dense.biases, expected[place].biases) < 1e-4)
            case .conv2D(let convolution):
                #expect(distance(convolution.weights, expected[place].weights) < 1e-4)
                #expect(distance(convolution.biases ?? [], expected[place].biases) < 1e-4)
            case .batchNormalization(let normalization):
                #expect(distance(normalization.scale, expected[place].weights) < 1e-4)
                #expect(distance(normalization.shift, expected[place].biases) < 1e-4)
                #expect(distance(normalization.mean, try #require(expected[place].mean)) < 1e-4)
                #expect(distance(normalization.variance, try #require(expected[place].variance)) < 1e-4)
            default: Issue.record("\(layer.name) has parameters")
            }
            place += 1
        }
        #expect(place == 5)
    }
}
