import DigitDatasets
import DigitTestSupport
import DigitsDownload
import Testing

/// Data sets that come together in one zip archive, as EMNIST's do.
@Suite struct ArchiveTests {
    let cache: TemporaryFolder
    let server: LoopbackServer

    init() throws {
        cache = try TemporaryFolder()
        server = try LoopbackServer(["/gzip.zip": .file(TinyArchive.bytes)])
    }

    private func makeLibrary(isOffline: Bool = false) -> DatasetLibrary {
        DatasetLibrary(
            catalogue: TinyArchive.descriptions(mirrors: [server.url("/")]), cacheDirectory: cache.path,
            fetch: isOffline ? nil : URLSessionFetcher.fetch)
    }

    @Test func archiveIsDownloadedOnceForAllItHolds() throws {
        defer { server.stop() }
        let letters = try makeLibrary().dataset(named: "emnist-letters").load(.test)
        #expect(Array(letters.labels) == [0, 9])
        #expect(letters.images[1][3, 20] == TinyData.pixels(2, first: 100)[784 + 20 * 28 + 3])
        let digits = try makeLibrary().dataset(named: "emnist-digits").load(.test)
        #expect(Array(digits.labels) == [0, 9])
        #expect(digits.images == letters.images)
        #expect(server.requests == ["/gzip.zip"])
        // What was decompressed is as in the archive: the pictures are turned when they are read.
        #expect(try cache.read("emnist/emnist-letters-test-images-idx3-ubyte") == TinyData.testImages)
    }

    @Test func archiveInTheCacheServesOfflineWithoutBeingUnpacked() throws {
        defer { server.stop() }
        _ = try makeLibrary().dataset(named: "emnist-letters").load(.test)
        let names = try cache.names("emnist")
        #expect(try makeLibrary(isOffline: true).dataset(named: "emnist-digits").load(.test).count == 2)
        #expect(try cache.names("emnist") == names)
    }

    @Test(arguments: ["", "emnist/", "emnist-digits/"])
    func archiveInTheDataDirectoryIsReadAsItIs(_ place: String) throws {
        defer { server.stop() }
        let folder = try TemporaryFolder()
        try folder.write(TinyArchive.bytes, to: place + "gzip.zip")
        var library = makeLibrary(isOffline: true)
        library.dataDirectory = folder.path
        #expect(try Array(library.dataset(named: "emnist-digits").load(.test).labels) == [0, 9])
        #expect(try cache.names() == [])
    }

    @Test func damagedArchiveIsRefusedByMember() throws {
        defer { server.stop() }
        let folder = try TemporaryFolder()
        var bytes = TinyArchive.bytes
        // A byte of the first member, which is behind a local header of 30 bytes and its name.
        bytes[200] ^= 1
        try folder.write(bytes, to: "gzip.zip")
        var library = makeLibrary(isOffline: true)
        library.dataDirectory = folder.path
        let error = #expect(throws: DatasetError.self) { try library.dataset(named: "emnist-letters").load(.test) }
        #expect(error?.kind == .damaged)
        #expect(
            error?.message.hasPrefix("\(folder.path)/gzip.zip (gzip/emnist-letters-test-images-idx3-ubyte.gz)") == true)
    }

    @Test func clearTakesTheArchiveAlong() throws {
        defer { server.stop() }
        _ = try makeLibrary().dataset(named: "emnist-letters").load(.test)
        #expect(try makeLibrary().verify().map(\.damage) == [nil, nil, nil])
        #expect(try makeLibrary().clear("emnist-letters").files == 3)
        #expect(try makeLibrary().verify() == [])
    }
}
