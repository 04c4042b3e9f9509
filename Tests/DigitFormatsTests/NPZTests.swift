import DigitFormats
import DigitTestSupport
import Testing

struct NPZTests {
    /// What make_numpy_fixtures.py puts into its archives, in that order.
    static let archive = TensorArchive([
        .init(name: "W1", tensor: Tensor([1, 2, 3, -4, 5, 60] as [Float], shape: [2, 3])),
        .init(name: "b1", tensor: Tensor([10, 100] as [Double], shape: [2])),
        .init(name: "layer/labels", tensor: Tensor([0, 1, 2, 3, 4] as [UInt8], shape: [5])),
    ])

    @Test(arguments: ["stored", "deflated"])
    func readsWhatNumPyWrote(_ name: String) throws {
        #expect(try NPZ.decode(Fixture.bytes("numpy/\(name).npz")) == Self.archive)
    }

    @Test(arguments: [true, false])
    func whatIsWrittenReadsTheSame(_ compressed: Bool) throws {
        let file = try NPZ.encode(Self.archive, compressed: compressed)
        #expect(try NPZ.decode(file) == Self.archive)
        #expect(try NPZ.encode(Self.archive, compressed: compressed) == file)
        let zip = try ZipArchive(file)
        #expect(zip.entries.map(\.name) == ["W1.npy", "b1.npy", "layer/labels.npy"])
        #expect(zip.entries.allSatisfy { $0.method == (compressed ? .deflated : .stored) })
    }

    @Test func anArchiveOfNothingComesBack() throws {
        #expect(try NPZ.decode(NPZ.encode(TensorArchive([]), compressed: true)).entries.isEmpty)
    }

    /// Where python3 with NumPy is, as in CI, it reads what we write and checks each entry; elsewhere this is skipped.
    @Test(.enabled(if: Python.hasNumPy, "needs python3 with numpy"), arguments: [true, false])
    func numPyReadsWhatIsWritten(_ compressed: Bool) throws {
        let folder = try TemporaryFolder()
        let names = TensorArchive(
            Self.archive.entries + [.init(name: "\u{AC00}", tensor: Tensor([7] as [Int32], shape: []))])
        try folder.write(NPZ.encode(names, compressed: compressed), to: "ours.npz")
        let script = """
            import numpy, zipfile
            assert zipfile.ZipFile('ours.npz').testzip() is None
            for name, array in numpy.load('ours.npz').items():
                print(name, array.dtype, array.shape, array.tolist())
            """
        #expect(
            try Python.run(script, in: folder.path) == """
                W1 float32 (2, 3) [[1.0, 2.0, 3.0], [-4.0, 5.0, 60.0]]
                b1 float64 (2,) [10.0, 100.0]
                layer/labels uint8 (5,) [0, 1, 2, 3, 4]
                \u{AC00} int32 () 7

                """)
    }

    @Test func anErrorNamesTheEntry() throws {
        let objects = try Fixture.bytes("numpy/objects.npy")
        let file = ZipFile(.init("labels.npy", objects)).bytes
        let error = try #require(throws: FormatError.self) { try NPZ.decode(file) }
        #expect(
            error.description
                == "NPZ: entry \"labels.npy\": the array holds Python objects: its data are a pickle, "
                + "which may run code and is not read, at byte 10 of the entry")
        #expect(error == FormatError(.forbidden, .npz, ""))
    }

    @Test func entriesOtherThanArraysAreRefused() {
        #expect(throws: FormatError(.unsupported, .npz, "")) { try NPZ.decode(ZipFile(.init("readme.txt", [1])).bytes) }
    }

    @Test func theLimitHoldsForAllArraysTogether() throws {
        let file = try NPZ.encode(Self.archive, compressed: true)
        // Three headers of 128 bytes, then 24, 16 and 5 bytes of elements.
        #expect(try NPZ.decode(file, limit: 429) == Self.archive)
        #expect(throws: FormatError(.limitExceeded, .npz, "")) { try NPZ.decode(file, limit: 428) }
    }

    @Test func moreArraysThanAreReadAreNotWritten() throws {
        let one = Tensor([1] as [UInt8], shape: [])
        let most = (0..<ZipArchive.maximumEntryCount).map { TensorArchive.Entry(name: "\($0)", tensor: one) }
        #expect(try NPZ.decode(NPZ.encode(TensorArchive(most), compressed: false)).entries.count == most.count)
        let more = TensorArchive(most + [.init(name: "more", tensor: one)])
        #expect(throws: FormatError(.limitExceeded, .zip, "")) { try NPZ.encode(more, compressed: false) }
    }

    @Test func aNameTwiceIsNotWritten() {
        let twice = TensorArchive([
            .init(name: "W1", tensor: Tensor([1] as [Float], shape: [1])),
            .init(name: "W1", tensor: Tensor([2] as [Float], shape: [1])),
        ])
        #expect(throws: FormatError(.malformed, .zip, "")) { try NPZ.encode(twice, compressed: false) }
    }
}
