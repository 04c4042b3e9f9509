import DigitTestSupport
import Foundation
import Testing

@Suite("digits dataset")
struct DatasetTests {
    @Test func showPrintsTheLabelAndDrawsTheDigit() throws {
        // The sample's first image is MNIST's first training image, the book's five.
        let outcome = try Digits().run("dataset", "show", "0", "--split", "sample")
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "label 5")
        #expect(lines[1...28].allSatisfy { $0.count == 56 })
        #expect(lines[1...28].joined().contains("@@@@"))
    }

    @Test func showWritesAPNG() throws {
        let digits = try Digits()
        let outcome = try digits.run("dataset", "show", "0", "--split", "sample", "--output", "five.png")
        #expect(outcome.output == "label 5\nwrote five.png\n")
        let png = try digits.folder.read("five.png")
        #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        // Width and height in IHDR: 28 pixels of 10 each.
        #expect(Array(png[16..<24]) == [0, 0, 1, 24, 0, 0, 1, 24])
    }

    @Test func openSaysPlainlyWhereThereIsNoScreen() throws {
        let digits = try Digits()
        let outcome = try digits.run("dataset", "show", "0", "--split", "sample", "--output", "five.png", "--open")
        #if os(Linux)
            #expect(outcome.status == 66)
            #expect(outcome.errors == "digits: there is no screen here to open five.png on; the file is written\n")
        #endif
        #expect(try digits.folder.names().contains("five.png"))
    }

    @Test func anIndexPastTheEndIsSaid() throws {
        let outcome = try Digits().run("dataset", "show", "5000", "--split", "sample")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("expected an index below 5000, found 5000"))
    }

    @Test(arguments: [
        ([], "(2, 784) UInt8 0...255", "(2,) UInt8 1...4"),
        (["--normalize"], "(2, 784) Float 0.0...1.0", "(2,) UInt8 1...4"),
        (["--no-flatten"], "(2, 1, 28, 28) UInt8 0...255", "(2,) UInt8 1...4"),
        (["--one-hot", "--normalize", "--no-flatten"], "(2, 1, 28, 28) Float 0.0...1.0", "(2, 10) Float 0.0...1.0"),
    ])
    func infoShowsWhatTheOptionsMake(options: [String], images: String, labels: String) throws {
        let digits = try Digits()
        try digits.writeTinyDataset(test: 2)
        let outcome = try digits.run(["dataset", "info", "./tiny"] + options)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("test     images \(images)\n"))
        #expect(outcome.output.contains("test     labels \(labels)\n"))
    }

    @Test func exportedFilesReadBackTheSame() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(test: 3)
        #expect(try digits.run("dataset", "export", "./tiny", "--output", "idx").status == 0)
        for name in ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"] {
            #expect(try digits.folder.read("idx/" + name) == digits.folder.read("tiny/" + name))
        }
        #expect(try digits.run("dataset", "export", "./tiny", "--output", "png", "--png").status == 0)
        #expect(try digits.folder.names("png/test/4") == ["00000.png"])
        #expect(try digits.run("dataset", "export", "./png", "--output", "again").status == 0)
        // Pictures come back sorted by class: labels 4, 1, 7 as 1, 4, 7.
        #expect(try digits.folder.read("again/t10k-labels-idx1-ubyte").suffix(3) == [1, 4, 7])
    }

    @Test func namesOfClassesAreExportedAndReadBack() throws {
        let digits = try Digits()
        try digits.writeTinyDataset(test: 3)
        let names = (0..<11).map { "class \($0)" }
        try digits.folder.write(Array((names.joined(separator: "\n") + "\n").utf8), to: "tiny/classes.txt")
        #expect(try digits.run("dataset", "export", "./tiny", "--output", "idx").status == 0)
        #expect(try digits.folder.read("idx/classes.txt") == digits.folder.read("tiny/classes.txt"))
        #expect(try digits.run("dataset", "info", "./idx").output.contains("10 class 10"))
        let refused = try digits.run("dataset", "export", "./tiny", "--output", "png", "--png")
        #expect(refused.status == 64)
        #expect(
            refused.errors
                == "digits: --png has folders for 10 classes, 0 to 9; ./tiny has 11: leave --png away for IDX files\n")
        #expect(try !digits.folder.names(".").contains("png"))
    }

    @Test func theExportedSampleIsReadAsTrainingImages() throws {
        let digits = try Digits()
        #expect(try digits.run("dataset", "export", "mnist", "--split", "sample", "--output", "s").status == 0)
        #expect(try digits.folder.names("s") == ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"])
        let outcome = try digits.run("evaluate", "--dataset", "./s", "--limit", "10")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("train split: 10 images"))
    }

    @Test func anEmptyCacheIsVerifiedAndCleared() throws {
        let digits = try Digits()
        #expect(
            try digits.run("dataset", "verify").output
                == "there is nothing in the cache \(digits.folder.path("cache"))/swift-digits\n")
        #expect(try digits.run("dataset", "clear").output.hasPrefix("removed 0 files, 0 B, from "))
    }

    @Test func downloadingOfflineIsRefused() throws {
        let outcome = try Digits().run("dataset", "download", "mnist", "--offline")
        #expect(outcome.status == 64)
        #expect(outcome.errors == "digits: mnist cannot be downloaded: --offline or DIGITS_OFFLINE forbids it\n")
    }

    @Test func everyMirrorsFailureIsInTheError() throws {
        let server = try LoopbackServer(["/b/train-images-idx3-ubyte.gz": .page("<html>moved</html>")])
        let base = "http://127.0.0.1:\(server.port)"
        let outcome = try Digits().run(
            ["dataset", "download", "mnist", "--mirror", base + "/a", "--mirror", base + "/b/"], offline: false)
        #expect(outcome.status == 69)
        let last = outcome.errors.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("digits: could not download train-images-idx3-ubyte.gz: "))
        #expect(last.contains("/a/train-images-idx3-ubyte.gz: "))
        #expect(last.contains("404"))
        #expect(last.contains("HTML page"))
    }
}

extension Digits {
    /// Writes a data set in the form of MNIST into `tiny/`: labels 4, 1, 7 and so on, first pixels 0 to 255.
    func writeTinyDataset(train: Int = 0, test: Int = 0, side: Int = 28) throws {
        func bigEndian(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
        for (name, count) in [("train", train), ("t10k", test)] where count > 0 {
            let pixels = (0..<count * side * side).map {
                UInt8(truncatingIfNeeded: $0 % 784 < 256 ? $0 % 784 : $0 / 784 * 3)
            }
            let labels = (0..<count).map { UInt8([4, 1, 7, 0, 9, 2, 5, 8, 3, 6][$0 % 10]) }
            try folder.write(
                [0, 0, 8, 3] + bigEndian(count) + bigEndian(side) + bigEndian(side) + pixels,
                to: "tiny/\(name)-images-idx3-ubyte")
            try folder.write([0, 0, 8, 1] + bigEndian(count) + labels, to: "tiny/\(name)-labels-idx1-ubyte")
        }
    }
}
