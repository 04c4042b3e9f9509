import DigitDatasets
import DigitFormats
import DigitTestSupport
import Testing

/// Data sets in one file of named arrays.
@Suite struct ArrayFileTests {
    let folder: TemporaryFolder
    let library: DatasetLibrary

    init() throws {
        folder = try TemporaryFolder()
        library = DatasetLibrary(cacheDirectory: folder.path + "/cache")
    }

    private static func archive(_ arrays: [(String, Tensor)]) -> TensorArchive {
        TensorArchive(arrays.map { TensorArchive.Entry(name: $0.0, tensor: $0.1) })
    }

    /// What Keras has in its file: pictures of shape [N, 28, 28].
    private static let keras = archive([
        ("x_test", Tensor(TinyData.pixels(2, first: 100), shape: [2, 28, 28])),
        ("x_train", Tensor(TinyData.pixels(3), shape: [3, 28, 28])),
        ("y_train", Tensor([7, 0, 9] as [UInt8], shape: [3])), ("y_test", Tensor([4, 1] as [Int64], shape: [2])),
    ])

    /// What the book's code has in its file: pictures of shape [N, 784].
    private static let book = archive([
        ("train_img", Tensor(TinyData.pixels(3), shape: [3, 784])),
        ("train_label", Tensor([7, 0, 9] as [UInt8], shape: [3])),
        ("test_img", Tensor(TinyData.pixels(2, first: 100), shape: [2, 784])),
        ("test_label", Tensor([4, 1] as [UInt8], shape: [2])),
    ])

    @Test(arguments: [false, true])
    func readsTheFileOfKeras(_ isCompressed: Bool) throws {
        try folder.write(NPZ.encode(ArrayFileTests.keras, compressed: isCompressed), to: "mnist.npz")
        let dataset = try library.dataset(folder.path + "/mnist.npz")
        #expect(dataset.splits == [.train, .test])
        #expect(try dataset.load(.train) == TinyData.train())
        #expect(try dataset.load(.test) == TinyData.test())
    }

    @Test func readsTheFileOfTheBook() throws {
        try folder.write(Pickle.encode(ArrayFileTests.book), to: "mnist.pkl")
        let dataset = try library.dataset(folder.path + "/mnist.pkl")
        #expect(try dataset.load(.train) == TinyData.train())
        #expect(try dataset.load(.test) == TinyData.test())
    }

    @Test func weightsAreNoDataSet() throws {
        let weights = ArrayFileTests.archive([("W1", Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]))])
        try folder.write(NPZ.encode(weights, compressed: false), to: "weights.npz")
        let error = #expect(throws: DatasetError.self) { try library.dataset(folder.path + "/weights.npz") }
        #expect(
            error?.message
                == "\(folder.path)/weights.npz: expected the arrays x_train, y_train, x_test, y_test or train_img, "
                + "train_label, test_img, test_label, found W1 [2, 3]")
    }

    /// One array that is not what it should be, and what is said of it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let name: String
        let tensor: Tensor
        let words: String

        var testDescription: String { words }
    }

    static let mistakes = [
        Mistake(
            name: "y_test", tensor: Tensor([4] as [UInt8], shape: [1]),
            words: "expected as many labels as images, found 1 for 2"),
        Mistake(
            name: "y_test", tensor: Tensor([4, 10] as [UInt8], shape: [2]),
            words: "expected labels below 10, found 10 at index 1"),
        Mistake(
            name: "y_test", tensor: Tensor([4, -1] as [Int64], shape: [2]),
            words: "expected labels from 0 on, found -1 at index 1"),
        Mistake(
            name: "y_test", tensor: Tensor([4, 1] as [Float], shape: [2]),
            words: "expected labels, whole numbers of shape [N], found float32"),
        Mistake(
            name: "x_test", tensor: Tensor([UInt8](repeating: 0, count: 1568), shape: [2, 28, 14, 2]),
            words: "found uint8 of shape [2, 28, 14, 2]"),
        Mistake(
            name: "x_test", tensor: Tensor([Float](repeating: 0, count: 1568), shape: [2, 784]),
            words: "found float32 of shape [2, 784]"),
        Mistake(name: "x_test", tensor: Tensor([1] as [UInt8], shape: []), words: "found uint8 of shape []"),
    ]

    @Test(arguments: mistakes)
    func wrongArraysAreNamed(_ mistake: Mistake) throws {
        let entries = ArrayFileTests.keras.entries.map {
            ($0.name, $0.name == mistake.name ? mistake.tensor : $0.tensor)
        }
        try folder.write(NPZ.encode(ArrayFileTests.archive(entries), compressed: false), to: "mnist.npz")
        let error = #expect(throws: DatasetError.self) { try library.dataset(folder.path + "/mnist.npz") }
        #expect(error?.kind == .damaged)
        #expect(error?.message.contains(mistake.words) == true)
    }

    /// Files by name, and what is said of them.
    @Test(arguments: [
        ("page.pkl", Array("<html>".utf8), "an HTML page"),
        ("train.gz", Gzip.compress(TinyData.trainImages), "a single IDX file"),
        ("train", TinyData.trainImages, "a single IDX file"), ("empty.pkl", [], "empty.pkl: "),
        ("cut.npz", Array("PK\u{3}\u{4}".utf8), "cut.npz: "),
    ])
    func otherFilesAreRefused(_ name: String, _ bytes: [UInt8], _ words: String) throws {
        try folder.write(bytes, to: name)
        let error = #expect(throws: DatasetError.self) { try library.dataset(folder.path + "/" + name) }
        #expect(error?.kind == .damaged)
        #expect(error?.message.contains(words) == true)
    }
}
