import DigitDatasets
import Foundation
import Testing

@Suite struct BuiltInSampleTests {
    @Test func holdsFiveHundredOfEachDigit() throws {
        let sample = try BuiltInSample.load()
        #expect(sample.images.shape == [5000, 1, 28, 28])
        for digit in 0..<10 {
            #expect(sample.labels.filter { $0 == digit }.count == 500)
        }
    }

    @Test func indicesAreDistinctTrainingImages() throws {
        let indices = try BuiltInSample.trainingIndices()
        #expect(indices.count == 5000)
        #expect(zip(indices, indices.dropFirst()).allSatisfy { $0 < $1 })
        // All are among the first 5,848 training images, as the sample's source has them.
        #expect(indices.first.map { $0 >= 0 } == true && indices.last.map { $0 < 5848 } == true)
    }

    @Test func mnistHasItAsASplit() throws {
        let library = DatasetLibrary(cacheDirectory: "/nowhere/at/all")
        #expect(try library.dataset(named: "mnist").load(.sample) == BuiltInSample.load())
        #expect(throws: DatasetError(.notFound, "")) { try library.dataset(named: "kmnist").load(.sample) }
    }

    @Test func otherTrainingImagesAreRefused() throws {
        let sample = try BuiltInSample.load()
        #expect(throws: DatasetError(.damaged, "")) { try MNIST.trainingWithoutSample(sample) }
        #expect(throws: DatasetError(.damaged, "")) { try MNIST.trainingWithoutSample(TinyData.train()) }
    }
}

/// The folder that `DIGITS_DATA_DIR` names.
private let mnistFolder = ProcessInfo.processInfo.environment["DIGITS_DATA_DIR"]

/// MNIST itself, where `DIGITS_DATA_DIR` names a folder that has it; skipped elsewhere.
@Suite(.enabled(if: mnistFolder != nil, "set DIGITS_DATA_DIR to a folder with MNIST to run this"))
struct MNISTTests {
    /// Figures computed with NumPy from the official files.
    @Test func hasThePublishedFigures() throws {
        let (train, test) = try MNIST.load(
            from: DatasetLibrary(dataDirectory: mnistFolder, cacheDirectory: "/nowhere/at/all"))
        #expect(train.images.shape == [60_000, 1, 28, 28])
        #expect(test.images.flattened.shape == [10_000, 784])
        #expect(train.labels[0] == 5)
        #expect(Array(test.labels[0..<10]) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
        var counts = [Int](repeating: 0, count: 10)
        test.labels.withLabels { labels in for index in labels.indices { counts[Int(labels[index])] += 1 } }
        #expect(counts == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
        let rest = try MNIST.trainingWithoutSample(train)
        #expect(rest.count == 55_000)
    }
}
