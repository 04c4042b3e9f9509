import DigitDatasets
import DigitNetwork

extension Piece {
    /// Each image changed at random, as training does, on one thread.
    static func augmentation(_ data: BenchmarkData) -> Piece {
        Piece("augment") { stopwatch in
            let size = data.images.pixelsPerImage
            let count = min(1000, data.labels.count)
            var target = [UInt8](repeating: 0, count: size)
            func change(_ image: Int, by augmentation: Augmentation, seed: UInt64) {
                var generator = SeededGenerator(seed: seed)
                data.pixels.withUnsafeBufferPointer { pixels in
                    target.withUnsafeMutableBufferPointer { target in
                        guard let source = pixels.baseAddress, let target = target.baseAddress else { return }
                        augmentation.apply(
                            to: source + image * size, shape: [1, 28, 28], into: target, using: &generator)
                    }
                }
            }
            for image in 0..<count {
                change(image, by: Augmentation(), seed: 1)
                try check(
                    target.elementsEqual(data.pixels[image * size..<(image + 1) * size]),
                    "augment: expected no change of image \(image) where none is asked for")
            }
            let spread = stopwatch.time { call in
                for image in 0..<count { change(image, by: .digits, seed: UInt64(call * count + image)) }
            }
            return Outcome(
                spread: spread, images: count, checked: "\(count) images are as they were where nothing is to change")
        }
    }

    /// A step of training with batches of 128: forward, backward and the new weights, with the recipe's optimizer.
    static func trainingStep(
        _ architecture: Network.ConvolutionalArchitecture, _ data: BenchmarkData, threads: Int
    ) -> Piece {
        let batch = 128
        return Piece("train/\(architecture.rawValue)/step", threads: threads) { stopwatch in
            let steps = max(stopwatch.minimumRepeats + 1, min(stopwatch.maximumRepeats, architecture == .cnn ? 12 : 40))
            let count = min(steps * batch, data.labels.count / batch * batch)
            let training = try TrainingData(
                images: Array(data.pixels.prefix(count * data.images.pixelsPerImage)),
                labels: data.labels.prefix(count).map { UInt8($0) }, inputs: data.images.pixelsPerImage, classes: 10)
            func run(_ threads: Int) throws -> (network: Network, times: [Double]) {
                var options = TrainingOptions()
                options.epochs = 1
                options.batchSize = batch
                options.threads = threads
                options.labelSmoothing = 0.02
                options.weightAverage = 0.999
                let trainer = try Trainer(
                    network: .initialised(architecture, seed: 1), training: training, validation: nil, options: options)
                var (times, last) = ([Double](), ContinuousClock.now)
                let result = try trainer.run { event in
                    guard case .batch = event else { return .proceed }
                    let now = ContinuousClock.now
                    times.append((now - last) / .seconds(1))
                    last = now
                    return .proceed
                }
                // The first step pays for memory that is touched for the first time.
                return (result.network, Array(times.dropFirst()))
            }
            let (network, times) = try run(threads)
            let other = try run(threads == 1 ? 2 : 1).network
            try check(
                network == other, "train/\(architecture.rawValue): expected the same bits on any number of threads")
            return Outcome(
                spread: Spread(times), images: batch, operations: 6 * Double(network.multiplyAdds) * Double(batch),
                checked: "the trained network has the same bits on another number of threads")
        }
    }
}
