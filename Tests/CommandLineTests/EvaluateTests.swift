import DigitTestSupport
import Foundation
import Testing

@Suite("digits evaluate")
struct EvaluateTests {
    @Test func withoutDataItReadsTheSampleAndSaysHowToGetTheRest() throws {
        let outcome = try Digits().run("evaluate", "--limit", "200")
        #expect(outcome.status == 0)
        #expect(outcome.lastLine.hasPrefix("Accuracy:0.9") || outcome.lastLine.hasPrefix("Accuracy:1.0"))
        #expect(outcome.output.contains("mnist, sample split: 200 images"))
        #expect(outcome.output.contains("Note: a validation figure"))
        #expect(outcome.errors.hasPrefix("digits: warning: MNIST's official test set is not here"))
        #expect(outcome.errors.contains("digits dataset download mnist"))
        #expect(outcome.errors.contains("DIGITS_DATA_DIR"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func othersWeightsMayHaveSeenTheSample() throws {
        let outcome = try Digits().run(
            "evaluate", "--model", Digits.bookWeights, "--split", "sample", "--limit", "100")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("not a test figure"))
        #expect(outcome.errors == "")
    }

    @Test func jsonIsOneDocumentWithEveryField() throws {
        let outcome = try Digits().run(
            "evaluate", "--model", "mlp", "--split", "sample", "--limit", "101", "--batch-size", "10", "--threads", "2",
            "--format", "json")
        let json = try outcome.json()
        #expect(
            Set(json.keys) == [
                "model", "augment_test", "dataset", "split", "images", "correct", "accuracy", "standard_error",
                "mean_cross_entropy", "expected_calibration_error",
                "batch_size", "threads", "load_seconds", "predict_seconds", "images_per_second", "per_digit",
                "confusion", "first_errors", "note",
            ])
        #expect(json["model"] as? String == "mlp")
        #expect(json["augment_test"] as? Bool == false)
        #expect(json["dataset"] as? String == "mnist")
        #expect(json["split"] as? String == "sample")
        #expect(json["images"] as? Int == 101)
        #expect(json["batch_size"] as? Int == 10)
        #expect(json["threads"] as? Int == 2)
        let correct = try #require(json["correct"] as? Int)
        // As text: Foundation's reader may be off by a bit.
        #expect(outcome.output.contains("\"accuracy\" : \(Double(correct) / 101),"))
        let confusion = try #require(json["confusion"] as? [[Int]])
        #expect(confusion.count == 10)
        #expect(confusion.joined().reduce(0, +) == 101)
        #expect(confusion.indices.reduce(0) { $0 + confusion[$1][$1] } == correct)
        let digits = try #require(json["per_digit"] as? [[String: Any]])
        #expect(digits.map { $0["digit"] as? Int } == Array(0..<10))
        #expect(digits.map { $0["images"] as? Int } == confusion.map { $0.reduce(0, +) })
    }

    @Test func severalModelsAndViewsAreAveraged() throws {
        let arguments = [
            "evaluate", "--split", "sample", "--limit", "20", "--model", "mlp", "--model", Digits.bookWeights,
        ]
        let text = try Digits().run(arguments + ["--augment-test"])
        #expect(text.status == 0)
        let lines = text.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("Model    mlp: 784-50-100-10"))
        #expect(lines[1].hasPrefix("Model    \(Digits.bookWeights): 784-50-100-10"))
        #expect(lines[2] == "Views    7 of each image, averaged")
        #expect(text.output.contains("which mlp + \(Digits.bookWeights) may have learnt from"))
        let json = try Digits().run(arguments + ["--format", "json"]).json()
        #expect(json["model"] as? String == "mlp + \(Digits.bookWeights)")
        #expect(json["augment_test"] as? Bool == false)
        let augmented = try Digits().run(arguments + ["--format", "json", "--augment-test"]).json()
        #expect(augmented["augment_test"] as? Bool == true)
        // The same images read in another way: nearly the same probabilities, and not the same.
        let (once, averaged) = (json["mean_cross_entropy"] as? Double, augmented["mean_cross_entropy"] as? Double)
        #expect(once != averaged)
    }

    @Test func weightsWhoseNumbersOverflowAreRefused() throws {
        let digits = try Digits()
        let header =
            #"{"W1":{"dtype":"F32","shape":[784,10],"data_offsets":[0,31360]},"#
            + #""b1":{"dtype":"F32","shape":[10],"data_offsets":[31360,31400]}}"#
        let length = [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0]
        let huge = withUnsafeBytes(of: Float(3e38).bitPattern.littleEndian) { Array($0) }
        try digits.folder.write(
            length + header.utf8 + [[UInt8]](repeating: huge, count: 7850).joined(), to: "huge.safetensors")
        for format in ["text", "json"] {
            let outcome = try digits.run(
                "evaluate", "--model", "huge.safetensors", "--split", "sample", "--format", format)
            #expect(outcome.status == 65)
            #expect(outcome.errors.hasPrefix("digits: huge.safetensors: its numbers overflow on image 0: "))
            #expect(outcome.output == "")
        }
    }

    @Test func whereNoCacheCanBeMadeTheSampleIsRead() throws {
        let digits = try Digits()
        try digits.folder.write([], to: "file")
        let outcome = try digits.run(
            ["evaluate", "--limit", "10", "--mirror", "http://127.0.0.1:1"], offline: false,
            environment: ["HOME": digits.folder.path("file"), "XDG_CACHE_HOME": digits.folder.path("file")])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("sample split: 10 images"))
    }

    @Test func figuresOnSeenImagesSaySo() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(train: 12)
        let outcome = try digits.run(
            "evaluate", "--model", Digits.bookWeights, "--dataset", "./tiny", "--split", "train", "--format", "json")
        #expect((try outcome.json()["note"] as? String)?.contains("not a test figure") == true)
    }

    @Test func examplesAreDrawnWithWhatWasRead() throws {
        let outcome = try Digits().run(
            "evaluate", "--split", "sample", "--limit", "100", "--examples", "2", "--model", Digits.bookWeights)
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[7] == "read as 5      read as 0")
        #expect(lines[..<7].joined().contains { "\u{2801}"..."\u{28FF}" ~= $0 })
    }

    @Test(arguments: [
        (
            ["--model", "nothing"], 66,
            "expected a model's name (mlp, cnn-small, cnn, book) or a weights file, found nothing"
        ),
        (["--model", "./none.pkl"], 66, "./none.pkl: no such weights file"),
        (["--model", "book"], 66, "book is not downloaded: `digits model download book` fetches it"),
        (["--model", "junk.npz"], 65, "junk.npz: "),
        (["--model", "weights.txt"], 66, "weights.txt: no such weights file"),
        (["--model", "junk.txt"], 65, "junk.txt: expected a weights file that ends in one of .pkl"),
        (["--dataset", "nothing"], 66, "nothing"),
        (["--dataset", "./nowhere"], 66, "./nowhere is not there"),
        (["--dataset", "mnist"], 66, "mnist: expected t10k-images-idx3-ubyte"),
        (["--split", "train"], 66, "mnist: expected train-images-idx3-ubyte"),
        (["--data-dir", "./nowhere"], 66, "./nowhere"),
    ])
    func whatIsNotThereOrDamagedIsOneLine(arguments: [String], status: Int, words: String) throws {
        let digits = try Digits()
        try digits.folder.write(Array("junk".utf8), to: "junk.npz")
        try digits.folder.write(Array("junk".utf8), to: "junk.txt")
        let outcome = try digits.run(["evaluate"] + arguments)
        #expect(outcome.status == status)
        #expect(outcome.errors.hasPrefix("digits: "))
        #expect(outcome.errors.contains(words))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output == "")
    }

    @Test(
        .enabled(if: Digits.mnistFolder != nil, "\(Digits.skipped)"),
        arguments: [("1", "1"), ("7", "2"), ("100", "1"), ("128", "2"), ("10000", "2"), ("10001", "1")])
    func theBooksWeightsGetTheBooksAccuracy(batchSize: String, threads: String) throws {
        let mnist = try #require(Digits.mnistFolder)
        let arguments = [
            "evaluate", "--model", Digits.bookWeights, "--dataset", mnist, "--batch-size", batchSize, "--threads",
            threads,
        ]
        let text = try Digits().run(arguments)
        #expect(text.lastLine == "Accuracy:0.9352")
        let json = try Digits().run(arguments + ["--format", "json"]).json()
        #expect(json["correct"] as? Int == 9352)
        #expect(json["accuracy"] as? Double == 0.9352)
        let digits = try #require(json["per_digit"] as? [[String: Any]])
        #expect(digits.map { $0["correct"] as? Int } == [962, 1109, 952, 937, 921, 793, 910, 958, 888, 922])
        let errors = try #require(json["first_errors"] as? [[String: Any]])
        #expect(errors.map { $0["index"] as? Int } == [8, 33, 66, 92, 124, 149, 217, 233, 241, 245])
    }
}
