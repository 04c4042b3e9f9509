import DigitFormats
import DigitTestSupport
import Testing

/// Pickles that Python wrote: `Fixtures/make_pickle_fixtures.py` says what is in them.
struct PickleTests {
    /// Each protocol from each NumPy.
    static let versions = [1, 2].flatMap { numpy in (0...5).map { "numpy\(numpy)-protocol\($0)" } }

    /// Literal opcodes: a character for each byte, which the escapes of Swift leave readable.
    static func pickle(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    private static let numbers: [Double] = [1, 2, 3, -4, 5, 60]
    private static let magnitudes: [Double] = [1, 2, 3, 4, 5, 60]

    /// Name, type, shape and numbers in C order.
    private static let arrays: [(String, ElementType, [Int], [Double])] = [
        ("rows", .float32, [2, 3], numbers),
        ("columns", .float32, [2, 3], numbers),
        ("big columns", .float64, [2, 3], numbers),
        ("cube", .uint16, [2, 3, 4], (0..<24).map(Double.init)),
        // Its element [j, k, i] is cube's [i, j, k], which is 12 i + 4 j + k.
        (
            "turned", .uint16, [3, 4, 2],
            [0, 12, 1, 13, 2, 14, 3, 15, 4, 16, 5, 17, 6, 18, 7, 19, 8, 20, 9, 21, 10, 22, 11, 23]
        ),
        ("every second", .uint16, [2, 2, 3], [1, 2, 3, 9, 10, 11, 13, 14, 15, 21, 22, 23]),
        ("empty", .float64, [0, 3], []),
        ("single", .int64, [], [7]),
        ("flags", .bool, [3], [1, 0, 1]),
        ("표", .uint8, [3], [255, 0, 10]),
        ("i1", .int8, [2, 3], numbers),
        (">i2", .int16, [2, 3], numbers),
        ("<i4", .int32, [2, 3], numbers),
        (">i8", .int64, [2, 3], numbers),
        (">f2", .float16, [2, 3], numbers),
        ("<u2", .uint16, [2, 3], magnitudes),
        (">u4", .uint32, [2, 3], magnitudes),
        ("<u8", .uint64, [2, 3], magnitudes),
    ]

    @Test(arguments: versions) func readsArraysOfEveryProtocol(version: String) throws {
        let archive = try Pickle.decode(Fixture.bytes("pickle/arrays-\(version).pkl")).tensorArchive()
        #expect(archive.names == Self.arrays.map(\.0))
        for (entry, (name, elementType, shape, numbers)) in zip(archive.entries, Self.arrays) {
            #expect(entry.tensor.elementType == elementType, "\(name)")
            #expect(entry.tensor.shape == shape, "\(name)")
            #expect(entry.tensor.floats() == numbers.map(Float.init), "\(name)")
        }
    }

    private static let shared = PickleValue.list([.string("once"), .string("twice")])

    private static let values: [(PickleValue, PickleValue)] = [
        (.string("none"), .none),
        (.string("true"), .bool(true)),
        (.string("false"), .bool(false)),
        (
            .string("integers"),
            .list(
                [
                    0, 1, 255, 256, 65535, 65536, -1, -129, 2_147_483_647, -2_147_483_648, 2_147_483_648,
                    1_099_511_627_776, Int.min, Int.max,
                ].map { .int($0) })
        ),
        (.string("floats"), .list([0.1, -0.0, 1e-300, 1e22, .infinity, -.infinity].map { .double($0) })),
        (.string("text"), .string("a\\b\n\r\0'\"\u{E9}\u{6570}\u{1F600}")),
        (.string("bytes"), .bytes([0x00, 0xFF, 0x0A, 0x5C, 0x27])),
        (.string("no bytes"), .bytes([])),
        (
            .string("tuples"),
            .list([[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]].map { .tuple($0.map { .int($0) }) })
        ),
        (.string("list"), .list([.int(0), .int(1), .int(2), .list([.double(2.5), .string("x")])])),
        (.string("shared"), .list([shared, shared])),
        (
            .string("ordered"),
            .dictionary([
                .init(key: .string("b"), value: .int(1)), .init(key: .string("a"), value: .int(2)),
            ])
        ),
        (.string("scalars"), .list([.double(1.5), .double(-0.1), .int(-300), .int(255), .bool(true)])),
        (.string("long text"), .string(String(repeating: "long ", count: 60))),
        (.int(1), .string("integer key")),
        (.tuple([.int(2), .string("two")]), .string("tuple key")),
        (.bytes([0x6B]), .string("bytes key")),
        (.none, .string("none key")),
    ]

    @Test(arguments: versions) func readsPlainValuesOfEveryProtocol(version: String) throws {
        let value = try Pickle.decode(Fixture.bytes("pickle/values-\(version).pkl"))
        guard case .dictionary(let pairs) = value else {
            Issue.record("expected a dict")
            return
        }
        #expect(pairs.count == Self.values.count)
        for (pair, (key, value)) in zip(pairs, Self.values) {
            #expect(pair.key == key)
            #expect(pair.value == value)
        }
    }

    @Test(arguments: ["python2-protocol0", "python2-protocol2"]) func readsPython2(name: String) throws {
        let archive = try Pickle.decode(Fixture.bytes("pickle/\(name).pkl")).tensorArchive()
        #expect(archive.names == ["rows", "columns"])
        for entry in archive.entries {
            #expect(entry.tensor.elementType == .int16)
            #expect(entry.tensor.shape == [2, 3])
            #expect(entry.tensor.integers() == [1, 2, 3, -4, 5, 60])
        }
    }

    /// Opcodes that today's Python does not write, and their edges; `pickle.loads` gives the same values, but
    /// for the memo's number 2^32 - 1, for which it asks for a list of that length.
    @Test(arguments: [
        ("I007\n.", PickleValue.int(7)),
        ("L-12L\n.", .int(-12)),
        ("L12\n.", .int(12)),
        ("F1e+16\n.", .double(1e16)),
        ("\u{8A}\u{00}.", .int(0)),
        ("\u{8A}\u{02}\u{00}\u{80}.", .int(-32768)),
        ("\u{8B}\u{03}\u{00}\u{00}\u{00}\u{FF}\u{FF}\u{7F}.", .int(8_388_607)),
        ("S'\\x41\\n\\'\"\\\\'\n.", .string("A\n'\"\\")),
        ("S\"'\"\n.", .string("'")),
        ("T\u{03}\u{00}\u{00}\u{00}\u{E9}\n'.", .string("\u{E9}\n'")),
        ("U\u{01}x.", .string("x")),
        ("V\\u6570\\U0001f600\u{E9}\\x\n.", .string("\u{6570}\u{1F600}\u{E9}\\x")),
        // A backslash behind a backslash starts no escape.
        ("V\\\\u0041\n.", .string("\\\\u0041")),
        ("\u{8D}\u{02}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}\u{C3}\u{A9}.", .string("\u{E9}")),
        ("\u{8E}\u{01}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}\u{FF}.", .bytes([255])),
        ("\u{96}\u{01}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}\u{FE}.", .bytes([254])),
        ("(I1\nI2\nl.", .list([.int(1), .int(2)])),
        ("(I1\nI2\nd.", .dictionary([.init(key: .int(1), value: .int(2))])),
        ("]I1\naI2\na.", .list([.int(1), .int(2)])),
        ("](I1\nI2\ne.", .list([.int(1), .int(2)])),
        ("}(u.", .dictionary([])),
        ("I1\n(I2\nI3\n1.", .int(1)),
        ("I1\nI2\n0.", .int(1)),
        ("I1\n(0.", .int(1)),
        ("I5\nr\u{FF}\u{FF}\u{FF}\u{FF}0j\u{FF}\u{FF}\u{FF}\u{FF}.", .int(5)),
        ("I5\np300\n0g300\n.", .int(5)),
        // The same list twice, filled after it was put into the memo.
        ("]q\u{00}h\u{00}I1\na\u{86}.", .tuple([.list([.int(1)]), .list([.int(1)])])),
    ])
    func followsOpcodesAsPythonDoes(text: String, value: PickleValue) throws {
        #expect(try Pickle.decode(Self.pickle(text)) == value)
    }

    @Test func saysWhatIsThereInsteadOfArrays() throws {
        let text = "}(V\u{61}\nI1\nV\u{0B}b\n]I2\nNu."
        let value = try Pickle.decode(Self.pickle(text))
        let error = #expect(throws: FormatError.self) { try value.tensorArchive() }
        #expect(error?.description == "pickle: expected a dict of arrays, found a: int, ?b: list, 2: None")
        let plain = #expect(throws: FormatError.self) { try PickleValue.int(3).tensorArchive() }
        #expect(plain?.description == "pickle: expected a dict of arrays, found a value of type int")
    }

    @Test func refusesOneNameForTwoArrays() throws {
        let tensor = PickleValue.tensor(Tensor([1, 2] as [UInt8], shape: [2]))
        let pair = PickleValue.Pair(key: .string("a"), value: tensor)
        let error = #expect(throws: FormatError.self) { try PickleValue.dictionary([pair, pair]).tensorArchive() }
        #expect(error?.description == "pickle: the key a comes twice")
    }
}
