import DigitDatasets
import DigitTestSupport
import DigitsDownload
import Foundation
import Testing

/// What the cache notices, says and repairs.
@Suite struct CacheTests {
    let cache: TemporaryFolder
    let server: LoopbackServer
    let damages = Guarded<[String]>([])

    private static let images = "tiny/t10k-images-idx3-ubyte"

    init() throws {
        cache = try TemporaryFolder()
        server = try LoopbackServer(DownloadTests.goodReplies())
    }

    private func makeLibrary(isOffline: Bool = false) -> DatasetLibrary {
        DatasetLibrary(
            catalogue: [TinyData.description(mirrors: [server.url("/good/")])], cacheDirectory: cache.path,
            fetch: isOffline ? nil : URLSessionFetcher.fetch
        ) { [damages] event in
            if case .damaged(_, let reason) = event { damages.withLock { $0.append(reason) } }
        }
    }

    /// Changes a file in place, and its time back or not.
    private func damage(_ name: String, keepingTime: Bool, _ change: (inout [UInt8]) -> Void) throws {
        let path = cache.path + "/" + name
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let date = try #require(attributes[.modificationDate] as? Date)
        var bytes = try cache.read(name)
        change(&bytes)
        try cache.write(bytes, to: name)
        // Whole seconds, since not every system sets more: what is kept is said by the stamp below.
        let kept = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
        try FileManager.default.setAttributes([.modificationDate: kept], ofItemAtPath: path)
        if keepingTime {
            let stamp = String(decoding: try cache.read(name + ".stamp"), as: UTF8.self)
            let lines = stamp.split(separator: "\n").map { line in
                line.hasPrefix("modified") ? "modified \(Int(kept.timeIntervalSince1970)).000000000" : String(line)
            }
            try cache.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: name + ".stamp")
        }
    }

    @Test func whatWasDownloadedIsReadOffline() throws {
        defer { server.stop() }
        try makeLibrary().download("tiny")
        let count = server.requests.count
        #expect(try makeLibrary(isOffline: true).dataset(named: "tiny").load(.train) == TinyData.train())
        #expect(server.requests.count == count)
        #expect(throws: DatasetError(.usage, "")) { try makeLibrary(isOffline: true).download("tiny") }
    }

    @Test func dataDirectoryComesBeforeTheCache() throws {
        defer { server.stop() }
        try makeLibrary().download("tiny")
        let folder = try TemporaryFolder()
        try folder.write(TinyData.idx([1, 28, 28], TinyData.pixels(1, first: 50)), to: "t10k-images-idx3-ubyte")
        try folder.write(TinyData.idx([1], [8]), to: "t10k-labels-idx1-ubyte")
        var library = makeLibrary(isOffline: true)
        library.dataDirectory = folder.path
        #expect(try Array(library.dataset(named: "tiny").load(.test).labels) == [8])
    }

    /// What may happen to a file, and what is said of it.
    enum Damage: String, CaseIterable {
        case cut = "bytes, found"
        case emptied = "bytes, found 0"
        case changed = "expected SHA-256"

        func apply(_ bytes: inout [UInt8]) {
            switch self {
            case .cut: bytes.removeLast()
            case .emptied: bytes = []
            case .changed: bytes[100] ^= 1
            }
        }
    }

    @Test(arguments: Damage.allCases)
    func damageIsNoticedSaidAndRepaired(_ kind: Damage) throws {
        defer { server.stop() }
        try makeLibrary().download("tiny")
        try damage(CacheTests.images, keepingTime: false, kind.apply)
        let offline = #expect(throws: DatasetError.self) {
            try makeLibrary(isOffline: true).dataset(named: "tiny").load(.test)
        }
        #expect(offline?.kind == .damaged)
        #expect(offline?.message.contains(kind.rawValue) == true)
        #expect(try makeLibrary().dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(damages.value.count == 1)
        #expect(damages.value.first?.contains(kind.rawValue) == true)
        #expect(server.requests(for: "/good/t10k-images-idx3-ubyte.gz") == 2)
        #expect(try cache.read(CacheTests.images) == TinyData.testImages)
    }

    @Test(arguments: ["", "size x\n", "size 1 modified 2 sha256 3", "nonsense\n"])
    func fileWithoutASensibleStampIsNotTaken(_ stamp: String) throws {
        defer { server.stop() }
        try makeLibrary().download("tiny")
        try cache.write(Array(stamp.utf8), to: CacheTests.images + ".stamp")
        #expect(throws: DatasetError(.damaged, "")) {
            try makeLibrary(isOffline: true).dataset(named: "tiny").load(.test)
        }
        #expect(try makeLibrary().dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(damages.value == ["it has no stamp"])
    }

    @Test func copiedCacheIsCheckedByItsBytesAndKept() throws {
        defer { server.stop() }
        try makeLibrary().download("tiny")
        try damage(CacheTests.images, keepingTime: false) { _ in }
        #expect(try makeLibrary(isOffline: true).dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(try makeLibrary(isOffline: true).verify().allSatisfy { $0.damage == nil })
        #expect(damages.value == [])
    }

    /// A bit that turned on the disk leaves length and time as they were: only reading everything finds it.
    @Test func verifyFindsWhatOpeningDoesNot() throws {
        defer { server.stop() }
        let library = makeLibrary()
        try library.download("tiny")
        #expect(try library.verify().map(\.damage) == [nil, nil, nil, nil])
        #expect(try library.verify("tiny").map(\.byteCount) == [2368, 11, 1584, 10])
        try damage(CacheTests.images, keepingTime: true) { $0[200] ^= 0x10 }
        #expect(try makeLibrary(isOffline: true).dataset(named: "tiny").load(.test) != TinyData.test())
        let found = try library.verify("tiny")
        #expect(found.compactMap(\.damage).count == 1)
        #expect(found.first { $0.damage != nil }?.path == cache.path + "/" + CacheTests.images)
        #expect(try library.dataset(named: "tiny").load(.test) == TinyData.test())
        #expect(try library.verify().allSatisfy { $0.damage == nil })
    }

    @Test func clearTakesOnlyWhatIsOurs() throws {
        defer { server.stop() }
        let library = makeLibrary()
        try library.download("tiny")
        try cache.write([1], to: "tiny/of the user")
        #expect(try library.clear() == DatasetLibrary.Cleared(files: 4, byteCount: 2368 + 11 + 1584 + 10))
        #expect(try cache.names("tiny") == [".lock", "of the user"])
        #expect(try library.clear() == DatasetLibrary.Cleared(files: 0, byteCount: 0))
        #expect(throws: DatasetError(.notFound, "")) { try library.clear("nothing") }
    }

    @Test func clearRemovesTheFolderThatItMade() throws {
        defer { server.stop() }
        var library = makeLibrary()
        library.cacheDirectory = cache.path + "/made/here"
        try library.download("tiny")
        try library.clear("tiny")
        #expect(try cache.names("made") == [])
        #expect(try library.clear().files == 0)
    }

    @Test func cacheMayBeReadOnly() throws {
        defer { server.stop() }
        try makeLibrary().download("tiny")
        try damage(CacheTests.images, keepingTime: false) { _ in }
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: cache.path + "/tiny")
        defer {
            _ = try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: cache.path + "/tiny")
        }
        #expect(try makeLibrary(isOffline: true).dataset(named: "tiny").load(.test) == TinyData.test())
    }

    @Test func imagesOfAFileThatIsReplacedStay() throws {
        defer { server.stop() }
        let library = makeLibrary()
        let before = try library.dataset(named: "tiny").load(.test)
        try library.clear()
        #expect(try before == TinyData.test())
    }

    @Test func wrongCatalogueEntryIsNotPutInPlace() throws {
        defer { server.stop() }
        let name = "t10k-images-idx3-ubyte"
        let description = DatasetDescription(
            name: "tiny", title: "made up", mirrors: [server.url("/good/")],
            files: [
                DatasetFile(
                    split: .test, role: .images, name: name, count: 3,
                    download: TinyData.download(name + ".gz", try #require(TinyData.downloads[name + ".gz"])))
            ], licence: "", citation: "")
        let library = DatasetLibrary(
            catalogue: [description], cacheDirectory: cache.path, fetch: URLSessionFetcher.fetch)
        #expect(throws: DatasetError(.damaged, "")) { try library.download("tiny") }
        #expect(try cache.names("tiny") == [".lock"])
    }
}
