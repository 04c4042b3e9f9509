import DigitNetwork
import DigitRecognition
import DigitServer
import DigitTestSupport
import Testing

@Suite("Models that are served")
struct ModelStoreTests {
    @Test func aReloadTakesWhatTheFileHoldsNow() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("my net.v1.safetensors")
        try Recognizer(.mlp).write(to: path)
        let store = try ModelStore([.file(path), .shipped(.cnnSmall)])
        #expect(store.all.map(\.name) == ["my-net.v1", "cnn-small"])
        #expect(store.reload() == [.unchanged(name: "my-net.v1")])

        try Recognizer(.cnnSmall).write(to: path)
        #expect(store.standard.recognizer.network.parameterCount == 45_360)
        #expect(store.reload() == [.replaced(name: "my-net.v1", version: 2)])
        #expect(store.standard.recognizer.network.parameterCount == 17_890)
        #expect(store.standard.version == 2)
        #expect(store.all.map(\.name) == ["my-net.v1", "cnn-small"])
        #expect(store[name: "cnn-small"]?.version == 1)
    }

    @Test func aDamagedFileLeavesTheModelAsItWas() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.safetensors")
        try Recognizer(.mlp).write(to: path)
        let store = try ModelStore([.file(path)])
        let good = try folder.read("a.safetensors")
        try folder.write(Array(good.dropLast()), to: "a.safetensors")
        guard case .kept("a", let reason) = try #require(store.reload().first) else {
            Issue.record("a damaged file was taken")
            return
        }
        #expect(reason.contains("a.safetensors"))
        #expect(store.standard.version == 1)
        #expect(store.standard.recognizer.network.parameterCount == 45_360)
        try folder.write(good, to: "a.safetensors")
        #expect(store.reload() == [.unchanged(name: "a")])
    }

    @Test func refusesWhatCannotBeServed() throws {
        let folder = try TemporaryFolder()
        try Recognizer(.mlp).write(to: folder.path("a.safetensors"))
        try Recognizer(.mlp).write(to: folder.path("a.npz"))
        #expect(throws: ModelError(.usage, "two models are called a: rename one's file")) {
            try ModelStore([.file(folder.path("a.safetensors")), .file(folder.path("a.npz"))])
        }
        #expect(throws: ModelError(.usage, "expected at least one model to serve, found none")) { try ModelStore([]) }
        let layer = try Dense(
            inputs: 784, outputs: 26, weights: [Float](repeating: 0, count: 784 * 26),
            biases: [Float](repeating: 0, count: 26))
        let letters = try Recognizer(name: "letters", network: Network(inputs: 784, layers: [.dense(layer)]))
        try letters.write(to: folder.path("letters.safetensors"))
        #expect(throws: ModelError.self) { try ModelStore([.file(folder.path("letters.safetensors"))]) }
    }
}
