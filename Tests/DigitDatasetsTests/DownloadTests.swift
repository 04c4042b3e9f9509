import DigitDatasets
import DigitTestSupport
import Foundation
import Testing

/// Downloads from a server on the loopback interface, by both fetchers; the time limit ends what hangs.
@Suite(.timeLimit(.minutes(2))) struct DownloadTests {
    let cache: TemporaryFolder
    let server: LoopbackServer
    let events = Guarded<[DatasetEvent]>([])
    let pauses = Guarded<[Double]>([])

    init() throws {
        cache = try TemporaryFolder()
        server = try LoopbackServer(DownloadTests.goodReplies())
    }

    /// The whole data set below `/good/`.
    static func goodReplies() -> [String: LoopbackServer.Reply] {
        Dictionary(uniqueKeysWithValues: TinyData.downloads.map { ("/good/" + $0.key, .file($0.value)) })
    }

    /// A library that downloads from paths of the server.
    private func makeLibrary(
        _ kind: FetcherKind, _ mirrors: [String] = ["/good/"], timeout: Double = 20, override: [String] = []
    ) throws -> DatasetLibrary {
        var retries = RetryPolicy(attempts: 3, timeout: timeout, firstPause: 1)
        retries.sleep = { [pauses] pause in pauses.withLock { $0.append(pause) } }
        return DatasetLibrary(
            catalogue: [TinyData.description(mirrors: mirrors.map(server.url))], cacheDirectory: cache.path,
            fetch: try kind.fetch(), mirrors: override.map(server.url), retries: retries
        ) { [events] event in events.withLock { $0.append(event) } }
    }

    private static let images = "t10k-images-idx3-ubyte"

    @Test(arguments: FetcherKind.allCases)
    func firstUseDownloadsAndLaterUseDoesNot(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let library = try makeLibrary(kind)
        #expect(try library.dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(try library.dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(server.requests == ["/good/t10k-images-idx3-ubyte.gz", "/good/t10k-labels-idx1-ubyte.gz"])
        #expect(try cache.read("tiny/" + DownloadTests.images) == TinyData.testImages)
        // Nothing but the two files, their stamps and the lock is left.
        #expect(
            try cache.names("tiny") == [
                ".lock", DownloadTests.images, DownloadTests.images + ".stamp", "t10k-labels-idx1-ubyte",
                "t10k-labels-idx1-ubyte.stamp",
            ])
    }

    @Test(arguments: FetcherKind.allCases)
    func tellsServersWhoAsks(_ kind: FetcherKind) throws {
        defer { server.stop() }
        try makeLibrary(kind).download("tiny")
        #expect(server.lastRequest(for: "/good/t10k-images-idx3-ubyte.gz").contains("User-Agent: swift-digits/"))
        #expect(server.requests.count == 4)
    }

    @Test(arguments: FetcherKind.allCases)
    func reportsProgressUpToTheLastByte(_ kind: FetcherKind) throws {
        defer { server.stop() }
        _ = try makeLibrary(kind).dataset(named: "tiny").load(.test)
        let progress = events.value.compactMap { event in
            if case .progress(let progress) = event { progress } else { nil }
        }
        let size = TinyData.downloads[DownloadTests.images + ".gz"]?.count
        #expect(progress.last { $0.name == DownloadTests.images + ".gz" }?.received == size)
        #expect(progress.allSatisfy { $0.received <= $0.total && $0.seconds >= 0 })
    }

    /// What a mirror may do instead of sending the file, how often it is asked then, and what is said of it.
    struct Failure: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reply: @Sendable ([UInt8]) -> LoopbackServer.Reply
        let attempts: Int
        let words: String
    }

    static let failures: [Failure] = [
        Failure(testDescription: "403", reply: { _ in .status(403) }, attempts: 1, words: "status 403"),
        Failure(testDescription: "404", reply: { _ in .status(404) }, attempts: 1, words: "status 404"),
        Failure(
            testDescription: "503", reply: { _ in .status(503) }, attempts: 3, words: "status 503, after 3 attempts"),
        Failure(
            testDescription: "429", reply: { _ in .status(429) }, attempts: 3, words: "status 429, after 3 attempts"),
        Failure(
            testDescription: "page", reply: { _ in .page("<!DOCTYPE html><title>Sorry</title>") }, attempts: 1,
            words: "the server sent an HTML page: expected"),
        Failure(
            testDescription: "Git LFS pointer",
            reply: { _ in .file(Array("version https://git-lfs.github.com/spec/v1".utf8)) },
            attempts: 1, words: "the server sent a Git LFS pointer: expected"),
        Failure(
            testDescription: "cut", reply: { .cut($0, after: $0.count - 1) }, attempts: 3, words: "after 3 attempts"),
        Failure(
            testDescription: "short", reply: { .file(Array($0.dropLast())) }, attempts: 1, words: "bytes, found"),
        Failure(
            testDescription: "wrong byte", reply: { .file(Array($0.dropLast()) + [($0.last ?? 0) ^ 1]) }, attempts: 1,
            words: "expected SHA-256"),
        Failure(testDescription: "long", reply: { .file($0 + [0]) }, attempts: 1, words: "bytes, found"),
        Failure(
            testDescription: "endless page",
            reply: { _ in .page("\n <HTML>" + String(repeating: "Sorry. ", count: 1000)) }, attempts: 1,
            words: "the server sent an HTML page: expected"),
        Failure(
            testDescription: "too long", reply: { .file($0 + [UInt8](repeating: 0, count: 70_000)) }, attempts: 1,
            words: "the server announces"),
        Failure(
            testDescription: "too long, unannounced",
            reply: { .unannounced($0 + [UInt8](repeating: 0, count: 70_000)) },
            attempts: 1, words: "more came"),
    ]

    @Test(arguments: FetcherKind.allCases, failures)
    func badMirrorIsNamedAndTheNextOneUsed(_ kind: FetcherKind, _ failure: Failure) throws {
        defer { server.stop() }
        let name = DownloadTests.images + ".gz"
        let bytes = try #require(TinyData.downloads[name])
        server.reply(to: "/bad/" + name, with: failure.reply(bytes))
        let library = try makeLibrary(kind, ["/bad/", "/good/"])
        #expect(try library.dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(server.requests(for: "/bad/" + name) == failure.attempts)
        #expect(pauses.value == Array([1.0, 2.0].prefix(failure.attempts - 1)))
        let reasons = events.value.compactMap { event in
            if case .mirrorFailed(_, let url, let reason) = event, url.hasSuffix("/bad/" + name) { reason } else { nil }
        }
        #expect(reasons.count == 1)
        #expect(reasons.first?.contains(failure.words) == true, "\(reasons)")
        #expect(try cache.names("tiny").allSatisfy { !$0.hasSuffix(".part") })
    }

    /// The time-out is short and the attempts many, so that a slow machine does not lose the good mirror as well.
    @Test(arguments: FetcherKind.allCases)
    func stalledMirrorTimesOut(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let name = DownloadTests.images + ".gz"
        server.reply(to: "/bad/" + name, with: .stalled(try #require(TinyData.downloads[name]), after: 100))
        var library = try makeLibrary(kind, ["/bad/", "/good/"], timeout: 0.5)
        library.retries.attempts = 4
        #expect(try library.dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(server.requests(for: "/bad/" + name) == 4)
        #expect(
            events.value.contains { event in
                if case .mirrorFailed(_, _, "nothing came for 0.5 s, after 4 attempts") = event { true } else { false }
            })
    }

    @Test(arguments: FetcherKind.allCases)
    func busyServerIsAskedAgain(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let name = DownloadTests.images + ".gz"
        server.reply(to: "/good/" + name, with: .busy(times: 2, try #require(TinyData.downloads[name])))
        #expect(try makeLibrary(kind).dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(server.requests(for: "/good/" + name) == 3)
        #expect(pauses.value == [1, 2])
    }

    @Test(arguments: FetcherKind.allCases)
    func fileOfUnknownLengthIsTaken(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let name = DownloadTests.images + ".gz"
        server.reply(to: "/good/" + name, with: .unannounced(try #require(TinyData.downloads[name])))
        #expect(try makeLibrary(kind).dataset(named: "tiny").load(.test) == TinyData.test())
    }

    @Test(arguments: FetcherKind.allCases)
    func redirectIsFollowed(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let name = DownloadTests.images + ".gz"
        server.reply(to: "/moved/" + name, with: .redirect(server.url("/good/" + name)))
        #expect(try makeLibrary(kind, ["/moved/", "/good/"]).dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(server.requests(for: "/moved/" + name) == 1)
    }

    @Test(arguments: FetcherKind.allCases)
    func redirectsThatNeverEndAreGivenUp(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let name = DownloadTests.images + ".gz"
        server.reply(to: "/round/" + name, with: .redirect(server.url("/round/" + name)))
        var library = try makeLibrary(kind, ["/round/"])
        library.retries.attempts = 1
        #expect(throws: DatasetError(.unavailable, "")) { try library.dataset(named: "tiny").load(.test) }
        #expect(server.requests(for: "/round/" + name) <= 25)
    }

    @Test(arguments: FetcherKind.allCases)
    func finalErrorNamesEveryMirror(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let name = DownloadTests.images + ".gz"
        server.reply(to: "/b/" + name, with: .page("<html>"))
        let library = try makeLibrary(kind, ["/a/", "/b"])
        let error = #expect(throws: DatasetError.self) { try library.dataset(named: "tiny").load(.test) }
        #expect(error?.kind == .unavailable)
        let size = TinyData.downloads[name]?.count ?? 0
        #expect(
            error?.message
                == "could not download \(name): \(server.url("/a/" + name)): the server answered with status 404; "
                + "\(server.url("/b/" + name)): the server sent an HTML page: expected \(size) bytes, found 6; "
                + "check the connection, try --mirror URL, or put the file into a folder and set DIGITS_DATA_DIR")
        #expect(try cache.names("tiny") == [".lock"])
    }

    @Test(arguments: FetcherKind.allCases)
    func noServerAtAllIsAFailureOfTheConnection(_ kind: FetcherKind) throws {
        server.stop()
        let library = try makeLibrary(kind)
        #expect(throws: DatasetError(.unavailable, "")) { try library.dataset(named: "tiny").load(.test) }
        #expect(pauses.value == [1, 2])
    }

    @Test(arguments: FetcherKind.allCases)
    func ownMirrorTakesThePlaceOfTheCatalogues(_ kind: FetcherKind) throws {
        defer { server.stop() }
        #expect(
            try makeLibrary(kind, ["/never/"], override: ["/good"]).dataset(named: "tiny").load(.test)
                == TinyData.test())
        #expect(server.requests.allSatisfy { $0.hasPrefix("/good/") })
    }

    @Test(arguments: FetcherKind.allCases)
    func deadMirrorIsTriedOnceForAllFiles(_ kind: FetcherKind) throws {
        defer { server.stop() }
        try makeLibrary(kind, ["/dead/", "/good/"]).download("tiny")
        #expect(server.requests.filter { $0.hasPrefix("/dead/") }.count == 1)
    }

    struct Stop: Error {}

    @Test(arguments: FetcherKind.allCases)
    func reportThatThrowsEndsTheDownload(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let name = DownloadTests.images + ".gz"
        server.reply(to: "/good/" + name, with: .stalled(try #require(TinyData.downloads[name]), after: 100))
        var library = try makeLibrary(kind)
        library.report = { event in if case .progress = event { throw Stop() } }
        #expect(throws: Stop.self) { try library.dataset(named: "tiny").load(.test) }
        #expect(try cache.names("tiny") == [".lock"])
    }

    @Test(arguments: FetcherKind.allCases)
    func cacheThatCannotBeWrittenIsNamed(_ kind: FetcherKind) throws {
        defer { server.stop() }
        try cache.write([], to: "taken")
        var library = try makeLibrary(kind)
        library.cacheDirectory = cache.path + "/taken"
        let error = #expect(throws: DatasetError.self) { try library.dataset(named: "tiny").load(.test) }
        #expect(error?.kind == .inputOutput)
        #expect(error?.message.contains("\(cache.path)/taken") == true)
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/", "not a url"], FetcherKind.allCases)
    func otherKindsOfURLAreRefused(_ mirror: String, _ kind: FetcherKind) throws {
        defer { server.stop() }
        var library = try makeLibrary(kind)
        library.mirrors = [mirror]
        let error = #expect(throws: DatasetError.self) { try library.dataset(named: "tiny").load(.test) }
        #expect(error?.message.contains("expected a URL with https or http") == true)
        #expect(pauses.value == [])
    }

    @Test func singleFileIsDownloadedOnceAndChecked() throws {
        defer { server.stop() }
        let name = DownloadTests.images + ".gz"
        let file = TinyData.download(name, try #require(TinyData.downloads[name]))
        let folder = cache.path + "/models"
        let library = try makeLibrary(.session)
        let path = try library.download(file, into: folder, from: [server.url("/nowhere/"), server.url("/good/")])
        #expect(path == folder + "/" + name)
        #expect(try cache.read("models/" + name) == TinyData.downloads[name])
        _ = try library.download(file, into: folder, from: [server.url("/good/")])
        #expect(server.requests(for: "/good/" + name) == 1)
        // One that is not what it should be is replaced.
        try cache.write([1, 2, 3], to: "models/" + name)
        _ = try library.download(file, into: folder, from: [server.url("/good/")])
        #expect(try cache.read("models/" + name) == TinyData.downloads[name])
    }

    /// What is still on its way when a transfer is given up must not get into the file that comes next.
    @Test(arguments: FetcherKind.allCases)
    func transferThatFailedWritesNoMore(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let long = [UInt8](repeating: 0xFF, count: 3_000_000)
        server.reply(to: "/long", with: .file(long))
        server.reply(to: "/unannounced", with: .unannounced(long))
        server.reply(to: "/five", with: .file([5, 5, 5, 5, 5]))
        let path = cache.path + "/file"
        let fetch = try kind.fetch()
        for name in ["/long", "/unannounced", "/long", "/unannounced"] {
            #expect(throws: FetchFailure.self) {
                try fetch(FetchRequest(url: server.url(name), destination: path, byteLimit: 70_000))
            }
            try fetch(FetchRequest(url: server.url("/five"), destination: path, byteLimit: 5))
            #expect(try cache.read("file") == [5, 5, 5, 5, 5])
        }
    }

    /// A full disk, as Linux gives one to whoever wants to test with it.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: FetcherKind.allCases)
    func fullDiskIsAFailureOfWriting(_ kind: FetcherKind) throws {
        defer { server.stop() }
        let url = server.url("/good/" + DownloadTests.images + ".gz")
        let failure = #expect(throws: FetchFailure.self) {
            try kind.fetch()(FetchRequest(url: url, destination: "/dev/full", byteLimit: 10_000))
        }
        #expect(failure?.reason == .inputOutput)
        #expect(failure?.message.contains("No space left on device") == true)
        #expect(failure?.isRetryable == false)
    }

    @Test func helperThatIsNotThereIsNamed() throws {
        defer { server.stop() }
        var library = try makeLibrary(.session)
        library.fetch = HelperFetcher(path: "/nowhere/digits-download").fetch
        let error = #expect(throws: DatasetError.self) { try library.dataset(named: "tiny").load(.test) }
        #expect(error?.kind == .inputOutput)
        #expect(error?.message.contains("could not start /nowhere/digits-download") == true)
    }
}
