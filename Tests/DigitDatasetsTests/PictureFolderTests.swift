import DigitDatasets
import DigitFormats
import DigitTestSupport
import Testing

/// Folders of one's own pictures, by class.
@Suite struct PictureFolderTests {
    let folder: TemporaryFolder
    let library: DatasetLibrary

    init() throws {
        folder = try TemporaryFolder()
        library = DatasetLibrary(cacheDirectory: folder.path + "/cache")
    }

    private func write(_ image: Int, _ name: String) throws {
        let picture = GreyImage(width: 28, height: 28, pixels: TinyData.pixels(1, first: image))
        try folder.write(PNG.encode(picture), to: name)
    }

    @Test func readsPicturesByClassAndName() throws {
        try write(1, "pictures/7/b.png")
        try write(2, "pictures/7/a.png")
        try write(3, "pictures/0/z.png")
        try folder.write([1], to: "pictures/0/.DS_Store")
        let dataset = try library.dataset(folder.path + "/pictures")
        #expect(dataset.splits == [.test])
        let data = try dataset.load(.test)
        #expect(Array(data.labels) == [0, 7, 7])
        #expect(
            (0..<3).map { data.images[$0].pixels } == [3, 2, 1].map { TinyData.pixels(1, first: $0) })
        #expect(throws: DatasetError(.notFound, "")) { try dataset.load(.train) }
    }

    @Test func trainingAndTestPicturesMayBeApart() throws {
        try write(4, "pictures/train/5/a.png")
        try write(5, "pictures/test/9/a.png")
        let dataset = try library.dataset(folder.path + "/pictures")
        #expect(dataset.splits == [.train, .test])
        #expect(try Array(dataset.load(.train).labels) == [5])
        #expect(try Array(dataset.load(.test).labels) == [9])
    }

    @Test func otherSizesAndOtherFilesAreNamed() throws {
        try folder.write(
            PNG.encode(GreyImage(width: 3, height: 2, pixels: [1, 2, 3, 4, 5, 6])), to: "p/1/small.png")
        let size = #expect(throws: DatasetError.self) {
            try library.dataset(folder.path + "/p").load(.test)
        }
        #expect(size?.kind == .damaged)
        #expect(
            size?.message
                == "\(folder.path)/p/1/small.png: expected a PNG picture of 28 x 28 pixels, found 3 x 2")
        try folder.write(Array("notes".utf8), to: "p/0/notes.txt")
        let kind = #expect(throws: DatasetError.self) {
            try library.dataset(folder.path + "/p").load(.test)
        }
        #expect(kind?.kind == .damaged)
        #expect(kind?.message.hasPrefix("\(folder.path)/p/0/notes.txt: expected a PNG picture") == true)
    }
}
