import DigitFormats
import DigitTestSupport
import Testing

/// Checkpoints that would have Python run something, reach outside their storages or ask for more than they are.
struct PyTorchSafetyTests {
    private func decode(_ pickle: String) throws -> TensorArchive {
        try PyTorchCheckpoint.decode(TorchFile(pickle: pickle, storages: [("0", TorchFile.numbers)]).bytes)
    }

    private func expectRefusal(
        _ pickle: String, _ kind: FormatError.Kind, _ description: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: FormatError.self, sourceLocation: sourceLocation) { try decode(pickle) }
        #expect(error?.kind == kind, sourceLocation: sourceLocation)
        #expect(error?.description == "PyTorch: " + description, sourceLocation: sourceLocation)
    }

    /// (2, 3) and (3, 1) as opcodes.
    private static let shape = "K\u{2}K\u{3}\u{86}"
    private static let strides = "K\u{3}K\u{1}\u{86}"

    @Test func readsAFileThatIsPutTogetherByHand() throws {
        let archive = try decode(TorchFile.view(offset: "K\0", shape: Self.shape, strides: Self.strides))
        #expect(archive["w"]?.integers() == [1, 2, 3, -4, 5, 60])
    }

    @Test func readsFilesOfBefore2_1WithoutAByteOrder() throws {
        var file = TorchFile(pickle: TorchFile.view(offset: "K\0", shape: Self.shape, strides: Self.strides))
        file.storages = [("0", TorchFile.numbers)]
        file.byteOrder = nil
        file.folder = "archive/"
        #expect(try PyTorchCheckpoint.decode(file.bytes)["w"]?.integers() == [1, 2, 3, -4, 5, 60])
    }

    @Test func turnsTheBytesOfBigEndianMachines() throws {
        var file = TorchFile(
            pickle: TorchFile.view(
                type: "ShortStorage", count: "K\u{3}", offset: "K\u{1}", shape: "K\u{2}\u{85}", strides: "K\u{1}\u{85}")
        )
        file.storages = [("0", [9, 9, 0x12, 0x34, 0xFF, 0xFE])]
        file.byteOrder = "big"
        #expect(try PyTorchCheckpoint.decode(file.bytes)["w"]?.integers() == [0x1234, -2])
        file.byteOrder = "middle"
        #expect(throws: FormatError(.malformed, .pyTorch, "")) { try PyTorchCheckpoint.decode(file.bytes) }
    }

    @Test(arguments: ["0", "11", "x", "", "3\n\n", "-3"]) func refusesAnotherVersion(version: String) throws {
        var file = TorchFile(pickle: "}.")
        file.version = version
        #expect(throws: FormatError(.unsupported, .pyTorch, "")) { try PyTorchCheckpoint.decode(file.bytes) }
    }

    // MARK: What would run

    @Test(arguments: [
        ("cos\nsystem\nX\u{2}\0\0\0ls\u{85}R.", "global os.system is not allowed"),
        ("cposix\nsystem\nX\u{2}\0\0\0ls\u{85}R.", "global posix.system is not allowed"),
        ("c__builtin__\neval\n.", "global __builtin__.eval is not allowed"),
        ("ctorch\nload\n.", "global torch.load is not allowed"),
        ("ctorch.hub\nload\n.", "global torch.hub.load is not allowed"),
        ("ctorch._utils\n_rebuild_tensor\n.", "global torch._utils._rebuild_tensor is not allowed"),
        ("ctorch\nFloatStorage.__new__\n.", "global torch.FloatStorage.__new__ is not allowed"),
        ("ctorch.storage\nUntypedStorage\n.", "global torch.storage.UntypedStorage is not allowed"),
        ("cnumpy.core.multiarray\n_reconstruct\n.", "global numpy.core.multiarray._reconstruct is not allowed"),
        ("\u{80}\u{4}\u{8C}\u{5}posix\u{8C}\u{6}system\u{93}.", "global posix.system is not allowed"),
        ("ccollections\nOrderedDict\n)\u{81}.", "opcode NEWOBJ (0x81) is not allowed"),
        ("P0\n.", "opcode PERSID (0x50) is not allowed"),
        ("}X\u{1}\0\0\0a)b.", "a state is given to what takes none"),
        ("]}b.", "a state is given to what takes none"),
        ("X\u{1}\0\0\0a)R.", "only a name that is allowed may be called"),
    ])
    func refusesByNameWhatWouldRun(pickle: String, message: String) {
        expectRefusal(
            pickle, .forbidden,
            message + " in data.pkl: save `model.state_dict()` alone, with nothing else in the file")
    }

    @Test func refusesWhatWouldRunBesideTheWeights() {
        let tensor = TorchFile.tensor(offset: "K\0", shape: Self.shape, strides: Self.strides)
        expectRefusal(
            "}(X\u{1}\0\0\0w\(tensor)X\u{1}\0\0\0xcos\nsystem\nX\u{2}\0\0\0ls\u{85}Ru.", .forbidden,
            "global os.system is not allowed in data.pkl: save `model.state_dict()` alone, with nothing else in the file"
        )
    }

    // MARK: Views

    @Test(arguments: [
        // Offset, shape and strides as opcodes.
        ("K\u{1}", shape, strides),
        ("K\0", "K\u{3}K\u{3}\u{86}", strides),
        ("K\0", shape, "K\u{4}K\u{1}\u{86}"),
        ("K\0", shape, "K\u{3}\u{85}"),
        ("K\0", "K\u{2}J\u{FF}\u{FF}\u{FF}\u{FF}\u{86}", strides),
        ("K\0", shape, "J\u{FD}\u{FF}\u{FF}\u{FF}K\u{1}\u{86}"),
        ("J\u{FF}\u{FF}\u{FF}\u{FF}", shape, strides),
        // 2^62 twice: what is last, and how many there are, pass 64 bits.
        ("K\0", shape, "\u{8A}\u{8}\0\0\0\0\0\0\0@\u{8A}\u{8}\0\0\0\0\0\0\0@\u{86}"),
        ("\u{8A}\u{8}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{7F}", "K\u{1}\u{85}", "K\u{1}\u{85}"),
        ("\u{8A}\u{8}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{7F}", ")", ")"),
        ("K\0", "\u{8A}\u{8}\0\0\0\0\0\0\0@\u{8A}\u{8}\0\0\0\0\0\0\0@\u{86}", "K\0K\0\u{86}"),
    ])
    func refusesAViewThatReachesOutsideItsStorage(offset: String, shape: String, strides: String) throws {
        let error = #expect(throws: FormatError.self) {
            try decode(TorchFile.view(offset: offset, shape: shape, strides: strides))
        }
        #expect(error?.kind == .malformed)
        #expect(error?.description.contains("is not within its storage of 6 elements") == true)
    }

    @Test func readsTheLastElementAndNoFurther() throws {
        let archive = try decode(TorchFile.view(offset: "K\u{5}", shape: "K\u{1}\u{85}", strides: "K\u{9}\u{85}"))
        #expect(archive["w"]?.integers() == [60])
        expectRefusal(
            TorchFile.view(offset: "K\u{6}", shape: "K\u{1}\u{85}", strides: "K\u{9}\u{85}"), .malformed,
            "a tensor of shape [1], strides [9] and offset 6 is not within its storage of 6 elements, at byte 130 of "
                + "data.pkl")
    }

    @Test func aDimensionOfOneMayHaveAnyStride() throws {
        let huge = "\u{8A}\u{8}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{7F}"
        let archive = try decode(
            TorchFile.view(
                offset: "K\u{4}", shape: "K\u{1}K\u{2}K\u{1}\u{87}", strides: huge + "K\u{1}" + huge + "\u{87}"))
        #expect(archive["w"] == (try Tensor(elementType: .int8, shape: [1, 2, 1], bytes: [5, 60])))
        let pair = try decode(
            TorchFile.view(offset: "K\u{1}", shape: "K\u{2}K\u{1}\u{86}", strides: "K\u{4}" + huge + "\u{86}"))
        #expect(pair["w"]?.integers() == [2, 60])
    }

    /// One number, expanded to four thousand million by strides of 0.
    @Test func refusesATensorThatIsManyTimesTheFile() throws {
        let error = #expect(throws: FormatError.self) {
            try decode(
                TorchFile.view(offset: "K\0", shape: "M\u{FF}\u{FF}M\u{FF}\u{FF}\u{86}", strides: "K\0K\0\u{86}"))
        }
        #expect(error?.kind == .limitExceeded)
    }

    @Test func refusesManyTensorsOfOneStorage() throws {
        let size = 4096
        let one = TorchFile.tensor(
            count: "M\0\u{10}", offset: "K\0", shape: "M\0\u{10}\u{85}", strides: "K\u{1}\u{85}")
        func file(_ copies: Int) -> [UInt8] {
            let items = (0..<copies).map { "X\u{4}\0\0\0w\(100 + $0)" + one }.joined()
            let storage = [UInt8](repeating: 7, count: size)
            return TorchFile(pickle: "}(" + items + "u.", storages: [("0", storage)]).bytes
        }
        #expect(try PyTorchCheckpoint.decode(file(15)).entries.count == 15)
        #expect(throws: FormatError(.limitExceeded, .pyTorch, "")) { try PyTorchCheckpoint.decode(file(200)) }
    }

    @Test(arguments: [
        ("K\u{5}", "CharStorage", "a storage of 5 int8 does not take the 6 bytes of entry \"net/data/0\""),
        ("K\u{7}", "CharStorage", "a storage of 7 int8 does not take the 6 bytes of entry \"net/data/0\""),
        ("K\u{6}", "ShortStorage", "a storage of 6 int16 does not take the 6 bytes of entry \"net/data/0\""),
        ("K\u{6}", "BoolStorage", "a truth value is 0 or 1, 2 was found"),
        (
            "\u{8A}\u{8}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{7F}", "LongStorage",
            "a storage of 9223372036854775807 int64 does not take the 6 bytes of entry \"net/data/0\""
        ),
    ])
    func refusesAStorageOfAnotherSize(count: String, type: String, message: String) throws {
        let error = #expect(throws: FormatError.self) {
            try decode(
                TorchFile.view(
                    type: type, count: count, offset: "K\0", shape: "K\u{5}\u{85}", strides: "K\u{1}\u{85}"))
        }
        #expect(error?.kind == .malformed)
        #expect(error?.message.hasPrefix(message) == true)
    }

    @Test func refusesAStorageThatIsNotThere() {
        let error = #expect(throws: FormatError.self) {
            try PyTorchCheckpoint.decode(
                TorchFile(pickle: TorchFile.view(offset: "K\0", shape: Self.shape, strides: Self.strides)).bytes)
        }
        #expect(error?.message.hasPrefix("the archive has no entry \"net/data/0\" for a storage") == true)
    }

    @Test(arguments: [
        ("NQ.", FormatError.Kind.malformed),
        (")Q.", .unsupported),
        ("(X\u{6}\0\0\0modulectorch\nCharStorage\nX\u{1}\0\0\00X\u{3}\0\0\0cpuK\u{6}tQ.", .unsupported),
        ("(X\u{7}\0\0\0storageNX\u{1}\0\0\00X\u{3}\0\0\0cpuK\u{6}tQ.", .unsupported),
        ("(X\u{7}\0\0\0storagectorch\nCharStorage\nNX\u{3}\0\0\0cpuK\u{6}tQ.", .malformed),
        ("(X\u{7}\0\0\0storagectorch\nCharStorage\nX\u{1}\0\0\00NK\u{6}tQ.", .malformed),
        ("(X\u{7}\0\0\0storagectorch\nCharStorage\nX\u{1}\0\0\00X\u{3}\0\0\0cpuJ\0\0\0\u{80}tQ.", .malformed),
        ("(X\u{7}\0\0\0storagectorch\nCharStorage\nX\u{1}\0\0\00X\u{3}\0\0\0cpuK\u{6}tQ.", .unsupported),
        ("ctorch\nCharStorage\n)R.", .unsupported),
        ("ctorch._utils\n_rebuild_tensor_v2\n)R.", .unsupported),
        ("ctorch._utils\n_rebuild_tensor_v2\n(K\0K\0))\u{89}NtR.", .malformed),
        ("ctorch._utils\n_rebuild_parameter\n(N\u{88}NtR.", .unsupported),
        ("ctorch._utils\n_rebuild_parameter\n)R.", .unsupported),
        ("}.", .unsupported),
        ("}X\u{1}\0\0\0w}s.", .unsupported),
    ])
    func refusesPiecesThatDoNotFit(pickle: String, kind: FormatError.Kind) {
        let error = #expect(throws: FormatError.self) { try decode(pickle) }
        #expect(error?.kind == kind)
        #expect(error?.format == .pyTorch)
    }

    @Test func refusesEntriesPastTheLimitBeforeReadingThem() throws {
        let bytes = try Fixture.bytes("torch/state-dict.pt")
        #expect(throws: FormatError(.limitExceeded, .pyTorch, "")) { try PyTorchCheckpoint.decode(bytes, limit: 500) }
    }

    // MARK: Cut, flipped and mutated

    /// A byte of the file may be an opcode, as in a pickle, or stand for a tensor 16 times as large.
    static let factor = 200.0
    static let allowance = 65_536

    @Test func aDamagedFileStaysInProportion() throws {
        let file = TorchFile(
            pickle: TorchFile.view(offset: "K\0", shape: Self.shape, strides: Self.strides),
            storages: [("0", TorchFile.numbers)])
        expectNeverTraps(
            file.bytes, mutations: 2000, allocationFactor: Self.factor, fixedAllowance: Self.allowance
        ) { try PyTorchCheckpoint.decode($0) }
    }

    @Test(arguments: ["state-dict.pt", "views.pt", "wrapped.pt"])
    func aDamagedFileOfPyTorchStaysInProportion(name: String) throws {
        expectNeverTraps(
            try Fixture.bytes("torch/\(name)"), cutsAndFlips: false, mutations: 1000,
            allocationFactor: Self.factor, fixedAllowance: Self.allowance
        ) { try PyTorchCheckpoint.decode($0) }
    }

    /// Checksums keep damage of a whole file away from the pickle: here it is damaged before the archive is made.
    @Test func aDamagedPickleInAWholeArchiveStaysInProportion() {
        let tensor = TorchFile.tensor(offset: "K\0", shape: Self.shape, strides: Self.strides)
        let pickle =
            "\u{80}\u{2}}(X\u{1}\0\0\0w\(tensor)q\u{1}X\u{1}\0\0\0xh\u{1}X\u{1}\0\0\0y\(tensor)u}b."
        expectNeverTraps(
            PickleTests.pickle(pickle), mutations: 3000, allocationFactor: Self.factor, fixedAllowance: Self.allowance
        ) { bytes in
            let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            return try PyTorchCheckpoint.decode(
                TorchFile(pickle: text, storages: [("0", TorchFile.numbers)]).bytes)
        }
    }
}
