import DigitTestSupport
import Foundation
import Testing

@Suite("digits train")
struct TrainTests {
    private let small = ["train", "--dataset", "./tiny", "--layers", "5", "--batch-size", "7", "--epochs", "3"]

    @Test func theSameSeedGivesTheSameFileOnAnyNumberOfThreads() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        for (name, threads) in [("a", "1"), ("b", "2")] {
            let outcome = try digits.run(
                small + ["--output", name + ".safetensors", "--threads", threads, "--log", name + ".jsonl"])
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("wrote \(name).safetensors"))
        }
        #expect(try digits.folder.read("a.safetensors") == digits.folder.read("b.safetensors"))
        let other = try digits.run(small + ["--output", "c.safetensors", "--seed", "2"])
        #expect(other.status == 0)
        #expect(try digits.folder.read("a.safetensors") != digits.folder.read("c.safetensors"))
        // The logs differ in the name of the output alone.
        let logs = try ["a", "b"].map { String(decoding: try digits.folder.read($0 + ".jsonl"), as: UTF8.self) }
        #expect(logs[0] == logs[1].replacingOccurrences(of: "b.safetensors", with: "a.safetensors"))
    }

    @Test func theLogHasALineForTheStartEachEpochAndTheResult() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        #expect(try digits.run(small + ["--output", "a.npz", "--log", "a.jsonl"]).status == 0)
        let lines = try String(decoding: digits.folder.read("a.jsonl"), as: UTF8.self).split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
        #expect(lines.count == 5)
        #expect((lines[0]["command"] as? String)?.hasPrefix("digits train --architecture mlp --layers 5") == true)
        #expect(lines[1...3].map { $0["epoch"] as? Int } == [1, 2, 3])
        #expect(lines[4]["output"] as? String == "a.npz")
        #expect((lines[4]["sha256"] as? String)?.count == 64)
    }

    @Test func theTrainedModelIsEvaluatedLikeAnyOther() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60, test: 20)
        #expect(try digits.run(small + ["--output", "a.safetensors"]).status == 0)
        let outcome = try digits.run("evaluate", "--model", "a.safetensors", "--dataset", "./tiny")
        #expect(outcome.status == 0)
        #expect(outcome.lastLine.hasPrefix("Accuracy:"))
        #expect(outcome.output.contains("784-5-10 sigmoid"))
    }

    @Test func aConvolutionalNetworkIsTrainedAndRead() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 24, test: 5)
        let trained = try digits.run(
            "train", "--architecture", "cnn-small", "--dataset", "./tiny", "--epochs", "1", "--batch-size", "8",
            "--curve", "a.svg", "--quiet")
        #expect(trained.status == 0)
        #expect(trained.output.contains("wrote cnn-small.safetensors"))
        #expect(String(decoding: try digits.folder.read("a.svg"), as: UTF8.self).contains("epoch, 1 to 1"))
        let outcome = try digits.run("evaluate", "--model", "cnn-small.safetensors", "--dataset", "./tiny")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("1x28x28 conv 8-16-16-32-32 dense 10 relu, 17,890 parameters"))
    }

    /// A curve that cannot be written ends the first run after its last epoch but one was saved.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aRunThatFailedGoesOnToTheSameFiles() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        #expect(try digits.run(small + ["--output", "a.npz", "--log", "a.jsonl"]).status == 0)
        #expect(try digits.run(small + ["--output", "b.npz", "--log", "b.jsonl", "--curve", "/dev/full"]).status == 74)
        #expect(try digits.folder.names().contains("b.npz.checkpoint"))

        let goingOn = try digits.run(small + ["--output", "b.npz", "--log", "b.jsonl", "--resume"])
        #expect(goingOn.status == 0)
        #expect(goingOn.errors.contains("going on after epoch 2 of 3\n"))
        #expect(try digits.folder.read("a.npz") == digits.folder.read("b.npz"))
        let logs = try ["a", "b"].map { String(decoding: try digits.folder.read($0 + ".jsonl"), as: UTF8.self) }
        #expect(logs[0] == logs[1].replacingOccurrences(of: "b.npz", with: "a.npz"))
        #expect(try !digits.folder.names().contains("b.npz.checkpoint"))
    }

    @Test func goingOnWithoutACheckpointSaysHowToBegin() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        let outcome = try digits.run(small + ["--output", "a.npz", "--resume"])
        #expect(outcome.status == 66)
        #expect(
            outcome.errors.hasSuffix("digits: a.npz.checkpoint: no such checkpoint; train without --resume to begin\n"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aLogThatCannotBeWrittenLeavesTheOldWeights() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        #expect(try digits.run(small + ["--output", "a.npz"]).status == 0)
        let before = try digits.folder.read("a.npz")
        let outcome = try digits.run(small + ["--output", "a.npz", "--seed", "9", "--log", "/dev/full"])
        #expect(outcome.status == 74)
        #expect(outcome.errors.contains("/dev/full"))
        #expect(try digits.folder.read("a.npz") == before)
    }

    @Test(arguments: [
        (["--layers", "5", "--architecture", "cnn"], "--layers and --activation belong to mlp, cnn has its own"),
        (["--rotation", "181"], "--rotation takes 0 to 180.0, found 181.0"),
        (["--no-augment", "--shift", "1"], "--shift does not go with --no-augment"),
        (["--label-smoothing", "1"], "--label-smoothing takes 0 or more and less than 1, found 1.0"),
    ])
    func optionsThatDoNotGoTogetherAreRefused(arguments: [String], message: String) throws {
        let outcome = try Digits().run(["train"] + arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(message))
    }

    @Test func anOutputThatCannotBeWrittenIsSaidBeforeTheTraining() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        let outcome = try digits.run(small + ["--output", "no/such/folder/a.npz"])
        #expect(outcome.status == 74)
        #expect(outcome.errors.hasPrefix("digits: could not write no/such/folder/a.npz"))
    }

    @Test(arguments: [("sigmoid", "a.npz", false), ("relu", "a.npz", true), ("relu", "a.safetensors", false)])
    func anOutputThatDoesNotSayWhatTheLayersAreIsWarnedOf(activation: String, output: String, warns: Bool) throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        let outcome = try digits.run(small + ["--activation", activation, "--output", output])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains("warning: \(output) cannot say that the layers are dense 784 5, relu, dense 5 10")
                == warns)
    }

    @Test(arguments: ["mlp", "cnn-small"])
    func imagesOfAnotherShapeAreRefusedAtOnce(architecture: String) throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 24, side: 20)
        let outcome = try digits.run("train", "--architecture", architecture, "--dataset", "./tiny")
        #expect(outcome.status == 65)
        #expect(outcome.errors.hasSuffix("expected uint8 of shape [N, 28, 28], found uint8 of [24, 20, 20]\n"))
    }

    @Test func labelsThatAreNoClassAreRefused() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 24)
        var labels = [UInt8](try digits.folder.read("tiny/train-labels-idx1-ubyte"))
        labels[8 + 17] = 10
        try digits.folder.write(labels, to: "tiny/train-labels-idx1-ubyte")
        let outcome = try digits.run(small)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("expected labels below 10, found 10 at index 17"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    /// The weights are written before the checkpoint, and stay.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDiskEndsTheTrainingWithTheLastGoodFile() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        try FileManager.default.createSymbolicLink(
            atPath: digits.folder.path("a.npz.checkpoint"), withDestinationPath: "/dev/full")
        let outcome = try digits.run(small + ["--output", "a.npz"])
        #expect(outcome.status == 74)
        #expect(outcome.errors.contains("No space left on device"))
        #expect(try digits.run("model", "info", "a.npz").status == 0)
    }

    @Test func tooFewImagesAreRefused() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 11)
        let outcome = try digits.run(small)
        #expect(outcome.status == 65)
        #expect(outcome.errors == "digits: expected at least 12 training images, to hold some out, found 11\n")
    }

    @Test func aLearningRateThatDivergesIsSaid() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 60)
        let outcome = try digits.run(
            small + ["--learning-rate", "1e38", "--optimizer", "sgd", "--output", "a.safetensors"])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("lower learning rate"))
        #expect(try !digits.folder.names().contains("a.safetensors"))
    }
}
