import DigitTestSupport
import Foundation
import Testing

@Suite("digits model")
struct ModelTests {
    @Test func listNamesShippedAndDownloadableModels() throws {
        let outcome = try Digits().run("model", "list")
        #expect(outcome.status == 0)
        let names = outcome.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(names == ["mlp", "cnn-small", "cnn", "book"])
    }

    @Test func infoShowsLayersAndParameters() throws {
        let outcome = try Digits().run("model", "info", Digits.bookWeights)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("dense 784 50, sigmoid, dense 50 100, sigmoid, dense 100 10"))
        #expect(outcome.output.contains("45,360") || outcome.output.contains("45360"))
    }

    /// Where python3 with NumPy is, as in CI, it reads what we write; where it is not, this is skipped.
    @Test(
        .enabled(if: Python.hasNumPy, "needs python3 with numpy"),
        arguments: [
            ("book.npz", "w = dict(numpy.load('book.npz'))"),
            ("book.pkl", "w = pickle.load(open('book.pkl', 'rb'))"),
            (
                "book.safetensors",
                """
                raw = open('book.safetensors', 'rb').read()
                size = struct.unpack('<Q', raw[:8])[0]
                header = json.loads(raw[8:8 + size])
                w = {}
                for name, entry in header.items():
                    if name == '__metadata__': continue
                    begin, end = entry['data_offsets']
                    data = raw[8 + size + begin:8 + size + end]
                    w[name] = numpy.frombuffer(data, '<f4').reshape(entry['shape'])
                """
            ),
        ])
    func pythonReadsWhatConvertWrites(name: String, load: String) throws {
        let digits = try Digits()
        #expect(try digits.run("model", "convert", Digits.bookWeights, name).status == 0)
        let script = """
            import json, numpy, pickle, struct
            \(load)
            book = pickle.load(open('\(Digits.bookWeights)', 'rb'))
            assert sorted(w) == sorted(book), sorted(w)
            for key in book:
                assert w[key].dtype == numpy.float32 and w[key].shape == book[key].shape, key
                assert (w[key] == book[key]).all(), key
            print('same')
            """
        #expect(try Python.run(script, in: digits.folder.path) == "same\n")
    }

    @Test func convertingThereAndBackGivesTheSameBytes() throws {
        let digits = try Digits()
        #expect(try digits.run("model", "convert", Digits.bookWeights, "a.safetensors").status == 0)
        #expect(try digits.run("model", "convert", "a.safetensors", "b.npz").status == 0)
        #expect(try digits.run("model", "convert", "b.npz", "c.pkl").status == 0)
        #expect(try digits.run("model", "convert", "c.pkl", "c.onnx").status == 0)
        #expect(try digits.run("model", "convert", "c.onnx", "d.safetensors").status == 0)
        #expect(try digits.folder.read("a.safetensors") == digits.folder.read("d.safetensors"))
    }

    @Test func aFormatThatCannotSayTheActivationWarns() throws {
        let digits = try Digits()
        let outcome = try digits.run("model", "convert", Digits.bookWeights, "a.npz", "--activation", "relu")
        #expect(outcome.status == 0)
        #expect(outcome.errors.hasPrefix("digits: warning: a.npz cannot say"))
    }

    /// A checkpoint of PyTorch leaves the activation open.
    @Test func aCheckpointOfPyTorchIsDescribedAndConverted() throws {
        let digits = try Digits()
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("DigitRecognitionTests/Fixtures/dense.pt").path
        let unsaid = try digits.run("model", "info", file)
        #expect(unsaid.status == 64)
        #expect(unsaid.errors.contains("give --activation, for example --activation relu"))
        let said = try digits.run("model", "convert", file, "a.safetensors", "--activation", "tanh")
        #expect(said.status == 0)
        #expect(said.output == "wrote a.safetensors: 784-3-10 tanh, 2,395 parameters\n")
        let back = try digits.run("model", "convert", "a.safetensors", "b.pt")
        #expect(back.status == 64)
        #expect(back.errors.hasPrefix("digits: b.pt: files of this kind are only read"))
    }

    @Test func aNetworkThatCouldNotBeReadAgainIsNotWritten() throws {
        let digits = try Digits()
        _ = try digits.run("model", "convert", Digits.bookWeights, "a.safetensors")
        let bytes = try digits.folder.read("a.safetensors")
        // The same length, so that the header's stays right.
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        let place = try #require(text.range(of: "sigmoid, dense 50 100, sigmoid"))
        let start = text.distance(from: text.startIndex, to: place.lowerBound)
        let mixed = "sigmoid, dense 50 100, tanh   "
        try digits.folder.write(
            Array(bytes[..<start]) + mixed.utf8 + bytes[(start + mixed.utf8.count)...], to: "b.safetensors")
        let outcome = try digits.run("model", "convert", "b.safetensors", "c.npz")
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("digits: c.npz could not be read again: "))
        #expect(try !digits.folder.names().contains("c.npz"))
    }

    @Test func aPublishedModelIsDownloadedOnceAndThenNamed() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Digits.bookWeights)))
        let server = try LoopbackServer(["/sample_weight.pkl": .file(bytes)])
        let digits = try Digits()
        let mirror = ["--mirror", "http://127.0.0.1:\(server.port)"]
        let path = digits.folder.path("cache/swift-digits/models/sample_weight.pkl")
        for _ in 1...2 {
            let outcome = try digits.run(["model", "download", "book"] + mirror, offline: false)
            #expect(outcome.status == 0)
            #expect(outcome.output == "book is whole in \(path)\n")
        }
        #expect(server.requests.count == 1)
        #expect(try digits.run("model", "info", "book").status == 0)
        #expect(try digits.run("model", "list").output.contains("book       the weights of the book's third chapter"))
    }

    @Test func aDownloadedModelThatWasDamagedIsNeitherUsedNorKept() throws {
        let digits = try Digits()
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Digits.bookWeights)))
        bytes[100_000] ^= 1
        try digits.folder.write(bytes, to: "cache/swift-digits/models/sample_weight.pkl")
        let used = try digits.run("evaluate", "--model", "book", "--split", "sample")
        #expect(used.status == 65)
        #expect(used.errors.contains("sample_weight.pkl is damaged: expected SHA-256 b7f55a27"))
        let verified = try digits.run("dataset", "verify")
        #expect(verified.status == 65)
        #expect(verified.output.hasPrefix("damaged"))
        #expect(try digits.run("dataset", "clear").output.hasPrefix("removed 1 files, 181.9 kB, from "))
        #expect(try !digits.folder.names().contains("cache") || digits.folder.names("cache").isEmpty)
    }

    @Test func whatCannotBeDownloadedIsRefused() throws {
        let outcome = try Digits().run("model", "download", "resnet")
        #expect(outcome.status == 66)
        #expect(outcome.errors == "digits: expected one of book to download, found resnet\n")
    }
}
