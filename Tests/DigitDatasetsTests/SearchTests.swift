import DigitDatasets
import DigitFormats
import Foundation
import DigitTestSupport
import Testing

/// Where a data set is looked for, and in what order.
@Suite struct SearchTests {
    let folder: TemporaryFolder
    let cache: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        cache = try TemporaryFolder()
    }

    private func library(_ description: DatasetDescription = TinyData.description()) -> DatasetLibrary {
        DatasetLibrary(catalogue: [description], dataDirectory: folder.path, cacheDirectory: cache.path)
    }

    @Test(arguments: ["", "tiny/"], [false, true])
    func readsTheDataDirectory(_ place: String, _ isGzipped: Bool) throws {
        for (name, bytes) in TinyData.files {
            try folder.write(isGzipped ? Gzip.compress(bytes) : bytes, to: place + name + (isGzipped ? ".gz" : ""))
        }
        let dataset = try library().dataset(named: "tiny")
        #expect(try dataset.load(.test) == TinyData.test())
        #expect(try dataset.load(.train) == TinyData.train())
    }

    @Test func onlyTheSplitThatIsAskedForMustBeThere() throws {
        try folder.write(TinyData.testImages, to: "t10k-images-idx3-ubyte")
        try folder.write(TinyData.testLabels, to: "t10k-labels-idx1-ubyte")
        let dataset = try library().dataset(named: "tiny")
        #expect(try dataset.load(.test).count == 2)
        let error = #expect(throws: DatasetError.self) { try dataset.load(.train) }
        #expect(error?.kind == .notFound)
        #expect(
            error?.message
                == "tiny: expected train-images-idx3-ubyte or train-images-idx3-ubyte.gz, not found in "
                + "\(folder.path), \(cache.path)/tiny; allow downloading, or set DIGITS_DATA_DIR to a folder that holds it"
        )
    }

    @Test func missingDataDirectoryIsNamed() throws {
        var library = library()
        library.dataDirectory = folder.path + "/nowhere"
        let error = #expect(throws: DatasetError.self) { try library.dataset(named: "tiny").load(.test) }
        #expect(error?.kind == .notFound)
        #expect(error?.message.contains("/nowhere is not there") == true)
    }

    /// What a file may be instead of what it should be, and what is said about it.
    @Test(arguments: [
        ("cut", Array(TinyData.testImages.dropLast()), "t10k-images-idx3-ubyte"),
        ("longer", TinyData.testImages + [0], "t10k-images-idx3-ubyte"),
        ("a page", Array("<!DOCTYPE html><p>Not here".utf8), "t10k-images-idx3-ubyte"),
        ("empty", [], "t10k-images-idx3-ubyte"),
        ("gzip cut short", Array(Gzip.compress(TinyData.testImages).dropLast(9)), "t10k-images-idx3-ubyte"),
        ("labels", TinyData.testLabels, "t10k-images-idx3-ubyte"),
        ("of another size", TinyData.idx([2, 4, 4], [UInt8](repeating: 1, count: 32)), "t10k-images-idx3-ubyte"),
        ("a label too many", TinyData.idx([3], [1, 2, 3]), "t10k-labels-idx1-ubyte"),
        ("a label that is no class", TinyData.idx([2], [1, 10]), "t10k-labels-idx1-ubyte"),
    ])
    func damagedFileIsRefusedByPath(_ what: String, _ bytes: [UInt8], _ name: String) throws {
        for (name, bytes) in TinyData.files { try folder.write(bytes, to: name) }
        try folder.write(bytes, to: name)
        let error = #expect(throws: DatasetError.self, "\(what)") { try library().dataset(named: "tiny").load(.test) }
        #expect(error?.kind == .damaged)
        #expect(error?.message.hasPrefix("\(folder.path)/\(name): ") == true)
        #expect(error?.message.contains("\n") == false)
    }

    @Test func folderIsReadByPath() throws {
        for (name, bytes) in TinyData.files { try folder.write(bytes, to: name) }
        let dataset = try DatasetLibrary(cacheDirectory: cache.path).dataset(folder.path)
        #expect(dataset.splits == [.train, .test])
        #expect(try dataset.load(.train) == TinyData.train())
        #expect(dataset.description.classNames == (0...9).map(String.init))
    }

    @Test func folderMayNameItsClasses() throws {
        for (name, bytes) in TinyData.files { try folder.write(bytes, to: name) }
        let names = (0...9).map(String.init) + ["letter", "scribble"]
        try folder.write(Array((names.joined(separator: "\r\n") + "\n").utf8), to: "classes.txt")
        try folder.write(TinyData.idx([3], [7, 11, 9]), to: "train-labels-idx1-ubyte")
        let dataset = try DatasetLibrary(cacheDirectory: cache.path).dataset(folder.path)
        #expect(dataset.description.classNames == names)
        let train = try dataset.load(.train)
        #expect(train.classes == 12)
        #expect(Array(train.labels) == [7, 11, 9])
        try folder.write(TinyData.idx([3], [7, 12, 9]), to: "train-labels-idx1-ubyte")
        #expect(throws: DatasetError.self) { try dataset.load(.train) }
    }

    @Test(arguments: [
        ("", "expected 2 to 256 lines"), ("one", "expected 2 to 256 lines"),
        (String(repeating: "a\n", count: 257), "expected 2 to 256 lines"),
        ("a\n" + String(repeating: "b", count: 41), "1 to 40 plain characters"),
        ("a\n\nb", "on line 2"), ("a\nb\u{9B}31m", "1 to 40 plain characters"),
        (String(repeating: "long\n", count: 4000), "16384"),
    ])
    func namesOfClassesAreChecked(_ text: String, _ reason: String) throws {
        for (name, bytes) in TinyData.files { try folder.write(bytes, to: name) }
        try folder.write(Array(text.utf8), to: "classes.txt")
        let error = #expect(throws: DatasetError.self) {
            try DatasetLibrary(cacheDirectory: cache.path).dataset(folder.path)
        }
        #expect(error?.kind == .damaged)
        #expect(error?.message.hasPrefix("\(folder.path)/classes.txt") == true)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test func folderNamedAfterADataSetHasItsClasses() throws {
        for (name, bytes) in TinyData.files { try folder.write(bytes, to: "fashion-mnist/" + name) }
        let dataset = try DatasetLibrary(cacheDirectory: cache.path).dataset(folder.path + "/fashion-mnist/")
        #expect(dataset.description == .fashionMNIST)
    }

    @Test func folderWithoutDataSaysWhatWasExpected() throws {
        let error = #expect(throws: DatasetError.self) { try library().dataset(folder.path) }
        #expect(error?.kind == .notFound)
        #expect(error?.message.contains("t10k-images-idx3-ubyte") == true)
        #expect(throws: DatasetError(.notFound, "")) { try library().dataset("./nowhere") }
        #expect(throws: DatasetError(.notFound, "")) { try library().dataset("nowhere") }
    }

    @Test func folderWithSeveralDataSetsAsksWhich() throws {
        for word in ["digits", "mnist"] {
            try folder.write(TinyData.testImages, to: "emnist-\(word)-test-images-idx3-ubyte")
            try folder.write(TinyData.testLabels, to: "emnist-\(word)-test-labels-idx1-ubyte")
        }
        let error = #expect(throws: DatasetError.self) {
            try DatasetLibrary(cacheDirectory: cache.path).dataset(folder.path)
        }
        #expect(error?.kind == .usage)
        #expect(error?.message.contains("emnist-digits, emnist-mnist") == true)
    }

    /// Where downloads are kept, by the environment of a process of its own.
    @Test func cacheIsWhereThePlatformKeepsCaches() async {
        await #expect(processExitsWith: .success) {
            setenv("HOME", "/home/five", 1)
            unsetenv("XDG_CACHE_HOME")
            #if canImport(Darwin)
                #expect(DatasetLibrary.defaultCacheDirectory() == "/home/five/Library/Caches/swift-digits")
            #else
                #expect(DatasetLibrary.defaultCacheDirectory() == "/home/five/.cache/swift-digits")
                setenv("XDG_CACHE_HOME", "/var/five", 1)
                #expect(DatasetLibrary.defaultCacheDirectory() == "/var/five/swift-digits")
                setenv("XDG_CACHE_HOME", "five", 1)
                #expect(DatasetLibrary.defaultCacheDirectory() == "/home/five/.cache/swift-digits")
            #endif
            unsetenv("HOME")
            #expect(DatasetLibrary.defaultCacheDirectory().hasSuffix("/swift-digits"))
        }
    }

    /// Labels of QMNIST: rows of 32-bit integers, the class first.
    @Test func labelColumnsGiveTheClassOnly() throws {
        let rows = [[4, 0, 2100, 7], [1, 4, 611, 149]]
        let labels: [UInt8] =
            [0, 0, 0x0C, 2] + [2, 4].flatMap(TinyData.bigEndian) + rows.joined().flatMap(TinyData.bigEndian)
        try folder.write(labels, to: "qmnist-test-labels-idx2-int")
        try folder.write(TinyData.testImages, to: "qmnist-test-images-idx3-ubyte")
        let dataset = try DatasetLibrary(cacheDirectory: cache.path).dataset(folder.path)
        #expect(dataset.description.name == "qmnist")
        #expect(try Array(dataset.load(.test).labels) == [4, 1])
    }

    /// EMNIST is stored transposed, and its letters count from 1.
    @Test func emnistLettersAreTurnedUprightAndCountedFromZero() throws {
        try folder.write(TinyData.testImages, to: "emnist-letters-test-images-idx3-ubyte")
        try folder.write(TinyData.idx([2], [1, 26]), to: "emnist-letters-test-labels-idx1-ubyte")
        let dataset = try DatasetLibrary(cacheDirectory: cache.path).dataset(folder.path)
        #expect(dataset.description.name == "emnist-letters")
        let stored = try dataset.load(.test, orientation: .stored)
        let upright = try dataset.load(.test)
        #expect(stored.images.pixels == TinyData.pixels(2, first: 100))
        #expect(upright.images[1][3, 20] == stored.images[1][20, 3])
        #expect(Array(upright.labels) == [0, 25])
        try folder.write(TinyData.idx([2], [1, 0]), to: "emnist-letters-test-labels-idx1-ubyte")
        #expect(throws: DatasetError(.damaged, "")) { try dataset.load(.test) }
    }
}
