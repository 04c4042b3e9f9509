import DigitFormats
import DigitTestSupport
import Testing

/// Files of the reference writer, and ours read by it: `Fixtures/make_safetensors_fixtures.py` says what is in them.
struct SafetensorsTests {
    private static let numbers: [Float] = [1, 2, 3, -4, 5, 60]
    private static let magnitudes: [Float] = [1, 2, 3, 4, 5, 60]

    @Test func readsWhatTheReferenceWrites() throws {
        let archive = try Safetensors.decode(Fixture.bytes("safetensors/arrays.safetensors"))
        let expected: [(String, ElementType, [Int], [Float])] = [
            ("u8", .uint64, [2, 3], Self.magnitudes), ("i8", .int64, [2, 3], Self.numbers),
            ("f8", .float64, [2, 3], Self.numbers), ("empty", .float32, [0, 28, 28], []),
            ("f4", .float32, [2, 3], Self.numbers), ("single", .float32, [], [2.5]),
            ("\u{D45C} \u{1F600} \"\\\n", .float32, [2], [10, 100]), ("u4", .uint32, [2, 3], Self.magnitudes),
            ("i4", .int32, [2, 3], Self.numbers), ("f2", .float16, [2, 3], Self.numbers),
            ("u2", .uint16, [2, 3], Self.magnitudes), ("i2", .int16, [2, 3], Self.numbers),
            ("i1", .int8, [2, 3], Self.numbers), ("u1", .uint8, [2, 3], Self.magnitudes),
            ("flags", .bool, [3], [1, 0, 1]),
        ]
        #expect(archive.names == expected.map(\.0))
        #expect(archive.metadata.isEmpty)
        for (entry, (name, elementType, shape, numbers)) in zip(archive.entries, expected) {
            #expect(entry.tensor.elementType == elementType, "\(name)")
            #expect(entry.tensor.shape == shape, "\(name)")
            #expect(entry.tensor.floats() == numbers, "\(name)")
        }
    }

    @Test func readsMetadata() throws {
        let archive = try Safetensors.decode(Fixture.bytes("safetensors/weights.safetensors"))
        let note = "quote \" backslash \\ newline \n tab \t \u{E9} \u{1F600} \u{1}"
        #expect(archive.metadata == ["input_range": "unit", "note": note])
        #expect(archive["W1"]?.floats() == Self.numbers)
        #expect(archive["b1"]?.floats() == [10, 100, -1])
    }

    @Test func readsNothingAndBfloat16() throws {
        #expect(try Safetensors.decode(Fixture.bytes("safetensors/nothing.safetensors")) == TensorArchive([]))
        let halves = try Safetensors.decode(Fixture.bytes("safetensors/bfloat16.safetensors"))["halves"]
        #expect(halves?.elementType == .bfloat16)
        #expect(halves?.floats() == [1, -2, 0.5])
    }

    @Test(arguments: ["arrays", "weights", "nothing", "bfloat16"]) func readsWhatItWrote(name: String) throws {
        let archive = try Safetensors.decode(Fixture.bytes("safetensors/\(name).safetensors"))
        #expect(try Safetensors.decode(Safetensors.encode(archive)) == archive)
    }

    /// The bytes, from the format's description: the wider elements first, a header filled up to a multiple of eight.
    @Test func writesTheFormat() throws {
        let archive = TensorArchive(
            [
                .init(name: "a", tensor: Tensor([1, 2, 3] as [UInt8], shape: [3])),
                .init(name: "b", tensor: Tensor([-1] as [Int32], shape: [1, 1])),
                .init(name: "c", tensor: Tensor([7, 8] as [UInt8], shape: [2])),
            ], metadata: ["z": "123", "y": "\u{1F}\""])
        let header =
            #"{"__metadata__":{"y":"\u001f\"","z":"123"},"#
            + #""b":{"dtype":"I32","shape":[1,1],"data_offsets":[0,4]},"#
            + #""a":{"dtype":"U8","shape":[3],"data_offsets":[4,7]},"#
            + #""c":{"dtype":"U8","shape":[2],"data_offsets":[7,9]}}"#
        #expect(header.utf8.count == 202)
        let expected =
            [208, 0, 0, 0, 0, 0, 0, 0] + Array((header + "      ").utf8) + [255, 255, 255, 255, 1, 2, 3, 7, 8]
        #expect(try Safetensors.encode(archive) == expected)
    }

    @Test func refusesNamesThatTheFormatLacks() throws {
        let tensor = Tensor([1] as [UInt8], shape: [1])
        let entry = TensorArchive.Entry(name: "a", tensor: tensor)
        let twice = #expect(throws: FormatError.self) { try Safetensors.encode(TensorArchive([entry, entry])) }
        #expect(twice?.description == "safetensors: two arrays are named a")
        let reserved = TensorArchive([.init(name: "__metadata__", tensor: tensor)])
        let taken = #expect(throws: FormatError.self) { try Safetensors.encode(reserved) }
        #expect(taken?.description == "safetensors: no array may be named __metadata__")
    }

    private static let pythonHasSafetensors: Bool = {
        let script = "try:\n import safetensors.numpy\n print('yes')\nexcept ImportError: print('no')"
        return (try? Python.run(script, in: "/")) == "yes\n"
    }()

    @Test(
        .enabled(if: pythonHasSafetensors, "skipped: whether the reference reads ours; python3 has no safetensors"))
    func theReferenceReadsWhatWeWrite() throws {
        let folder = try TemporaryFolder()
        let metadata = ["input_range": "unit", "note": "\u{1F600}\"\\\n\u{1}"]
        let archive = TensorArchive(PickleEncodeTests.archive.entries, metadata: metadata)
        try folder.write(Safetensors.encode(archive), to: "ours.safetensors")
        let script = """
            from safetensors import safe_open
            with safe_open("ours.safetensors", framework="numpy") as file:
                for key, text in sorted(file.metadata().items()): print(ascii(key), ascii(text))
                arrays = {name: file.get_tensor(name) for name in file.keys()}
            for name, array in sorted(arrays.items()):
                print(ascii(name), list(array.shape), list(array.tobytes()))
            """
        var lines = [#"'input_range' 'unit'"#, #"'note' '\U0001f600"\\\n\x01'"#]
        let names = ["빈": #"'\ube48'"#, "a\n'\"\\": #"'a\n\'"\\'"#]
        for entry in archive.entries.sorted(by: { $0.name < $1.name }) {
            lines.append("\(names[entry.name] ?? "'\(entry.name)'") \(entry.tensor.shape) \(entry.tensor.bytes)")
        }
        #expect(try Python.run(script, in: folder.path) == lines.joined(separator: "\n") + "\n")
    }
}
