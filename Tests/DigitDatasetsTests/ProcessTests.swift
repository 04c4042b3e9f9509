import DigitDatasets
import DigitTestSupport
import DigitsDownload
import Foundation
import Testing

/// Several processes at one cache, and one that dies; the time limit ends what hangs.
@Suite(.timeLimit(.minutes(2))) struct ProcessTests {
    let cache: TemporaryFolder
    let server: LoopbackServer

    private static let images = "t10k-images-idx3-ubyte.gz"

    init() throws {
        cache = try TemporaryFolder()
        server = try LoopbackServer(DownloadTests.goodReplies())
    }

    /// A library in another process; whoever has to wait for the lock lets the server's held reply go.
    private static func library(_ cache: String, _ server: String, kill signal: Bool = false) -> DatasetLibrary {
        DatasetLibrary(
            catalogue: [TinyData.description(mirrors: [server + "/good/"])], cacheDirectory: cache,
            fetch: URLSessionFetcher.fetch
        ) { event in
            switch event {
            case .waiting:
                let path = NSTemporaryDirectory() + "swift-digits-release-\(UUID().uuidString)"
                try URLSessionFetcher.fetch(
                    FetchRequest(url: server + LoopbackServer.releasePath, destination: path, byteLimit: 0))
                try FileManager.default.removeItem(atPath: path)
            case .progress where signal: raise(SIGKILL)
            default: break
            }
        }
    }

    /// One process holds the lock while its download is held up, the other finds it locked and lets the download go on.
    @Test func twoProcessesFetchEachFileOnce() async throws {
        defer { server.stop() }
        server.reply(
            to: "/good/" + ProcessTests.images, with: .held(try #require(TinyData.downloads[ProcessTests.images])))
        let folder = cache.path
        let url = server.url("")
        async let first = #expect(processExitsWith: .success) { [folder = folder as String, url = url as String] in
            let test = try ProcessTests.library(folder, url).dataset(named: "tiny").load(.test)
            #expect(try test == TinyData.test())
        }
        async let second = #expect(processExitsWith: .success) { [folder = folder as String, url = url as String] in
            let test = try ProcessTests.library(folder, url).dataset(named: "tiny").load(.test)
            #expect(try test == TinyData.test())
        }
        _ = await (first, second)
        #expect(server.requests(for: "/good/" + ProcessTests.images) == 1)
        #expect(server.requests(for: "/good/t10k-labels-idx1-ubyte.gz") == 1)
        #expect(server.requests(for: LoopbackServer.releasePath) >= 1)
    }

    @Test func killedDownloadLeavesNothingThatIsTakenForWhole() async throws {
        defer { server.stop() }
        let bytes = try #require(TinyData.downloads[ProcessTests.images])
        server.reply(to: "/good/" + ProcessTests.images, with: .stalled(bytes, after: bytes.count - 1))
        let folder = cache.path
        let url = server.url("")
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, url = url as String] in
            _ = try ProcessTests.library(folder, url, kill: true).dataset(named: "tiny").load(.test)
        }
        // What it had is there, under a name that nobody reads.
        let left = try cache.names("tiny")
        #expect(left.count == 2 && left.contains { $0.hasPrefix(".t10k-images") && $0.hasSuffix(".part") })
        #expect(throws: DatasetError(.notFound, "")) {
            try DatasetLibrary(catalogue: [TinyData.description()], cacheDirectory: folder).dataset(named: "tiny").load(
                .test)
        }
        // The next process takes over and cleans up.
        server.reply(to: "/good/" + ProcessTests.images, with: .file(bytes))
        #expect(try ProcessTests.library(folder, url).dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(try cache.names("tiny").allSatisfy { !$0.hasSuffix(".part") })
    }

    /// The helper must not go on when the process that started it is gone.
    @Test func helperEndsWithItsParent() async throws {
        defer { server.stop() }
        let bytes = try #require(TinyData.downloads[ProcessTests.images])
        server.reply(to: "/good/" + ProcessTests.images, with: .stalled(bytes, after: 100))
        let folder = cache.path
        let url = server.url("/good/" + ProcessTests.images)
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, url = url as String] in
            let request = FetchRequest(url: url, destination: folder + "/part", byteLimit: 10_000) { _, _ in
                raise(SIGKILL)
            }
            try FetcherKind.helper.fetch()(request)
        }
        // It removes its file when its input ends; a helper that went on would keep it for as long as the server stalls.
        while FileManager.default.fileExists(atPath: folder + "/part") { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test func threadsShareTheWorkToo() throws {
        defer { server.stop() }
        let library = DatasetLibrary(
            catalogue: [TinyData.description(mirrors: [server.url("/good/")])], cacheDirectory: cache.path,
            fetch: URLSessionFetcher.fetch)
        let results = Guarded<[Bool]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            let isRight = (try? library.dataset(named: "tiny").load(.test) == TinyData.test()) ?? false
            results.withLock { $0.append(isRight) }
        }
        #expect(results.value == [Bool](repeating: true, count: 8))
        #expect(server.requests.count == 2)
    }
}
