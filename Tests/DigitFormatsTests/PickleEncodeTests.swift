import DigitFormats
import DigitTestSupport
import Testing

struct PickleEncodeTests {
    /// Every element type that NumPy has, rectangular and positional; an empty array, a single number, names in Korean.
    static let archive: TensorArchive = {
        var entries = ElementType.allCases.filter { $0 != .bfloat16 }.map { type in
            // The bytes 1, 0, 1, 0, ... are numbers of every type, and differ with the byte order.
            let bytes = (0..<6 * type.size).map { UInt8(($0 + 1) % 2) }
            return TensorArchive.Entry(name: type.rawValue, tensor: tensor(type, [2, 3], bytes))
        }
        entries.append(.init(name: "빈", tensor: tensor(.float32, [0, 28, 28], [])))
        entries.append(.init(name: "a\n'\"\\", tensor: tensor(.int16, [], [0xFE, 0xFF])))
        return TensorArchive(entries)
    }()

    private static func tensor(_ type: ElementType, _ shape: [Int], _ bytes: [UInt8]) -> Tensor {
        do {
            return try Tensor(elementType: type, shape: shape, bytes: bytes)
        } catch {
            fatalError("\(error)")
        }
    }

    @Test func readsWhatItWrote() throws {
        #expect(try Pickle.decode(Pickle.encode(Self.archive)).tensorArchive() == Self.archive)
        #expect(try Pickle.decode(Pickle.encode(TensorArchive([]))).tensorArchive() == TensorArchive([]))
    }

    @Test(
        .enabled(if: Python.hasNumPy, "skipped: whether NumPy reads our pickles, since there is no python3 with NumPy"))
    func numPyReadsWhatWeWrite() throws {
        let folder = try TemporaryFolder()
        try folder.write(Pickle.encode(Self.archive), to: "ours.pkl")
        let script = """
            import pickle, warnings
            warnings.simplefilter("error", DeprecationWarning)  # a name that NumPy is about to drop would show
            for name, array in pickle.load(open("ours.pkl", "rb")).items():
                data = array.astype(array.dtype.newbyteorder("<")).tobytes()
                print(ascii(name), array.dtype.kind + str(array.itemsize), list(array.shape), list(data))
            """
        let lines = Self.archive.entries.map { entry in
            let name =
                switch entry.name {
                case "빈": #"'\ube48'"#
                case "a\n'\"\\": #"'a\n\'"\\'"#
                default: "'\(entry.name)'"
                }
            return "\(name) \(Self.code(entry.tensor.elementType)) \(entry.tensor.shape) \(entry.tensor.bytes)"
        }
        #expect(try Python.run(script, in: folder.path) == lines.joined(separator: "\n") + "\n")
    }

    /// `kind` and `itemsize` of NumPy's dtype, said again here rather than asked of the code under test.
    private static func code(_ type: ElementType) -> String {
        switch type {
        case .bool: "b1"
        case .uint8: "u1"
        case .int8: "i1"
        case .uint16: "u2"
        case .int16: "i2"
        case .uint32: "u4"
        case .int32: "i4"
        case .uint64: "u8"
        case .int64: "i8"
        case .float16: "f2"
        case .float32: "f4"
        case .float64: "f8"
        case .bfloat16: "none"
        }
    }

    @Test func refusesWhatNumPyLacks() throws {
        let tensor = Self.tensor(.bfloat16, [1], [0x80, 0x3F])
        let error = #expect(throws: FormatError.self) {
            try Pickle.encode(TensorArchive([.init(name: "a", tensor: tensor)]))
        }
        #expect(error == FormatError(.unsupported, .pickle, ""))
    }

    @Test func refusesOneNameForTwoArrays() throws {
        let entry = TensorArchive.Entry(name: "a", tensor: Tensor([1] as [UInt8], shape: [1]))
        let error = #expect(throws: FormatError.self) { try Pickle.encode(TensorArchive([entry, entry])) }
        #expect(error?.description == "pickle: two arrays are named a")
    }
}
