import DigitFormats
import Testing

/// Files put together by hand from the rules in `numpy/lib/format.py`.
struct NPYTests {
    static func file(_ header: String, _ data: [UInt8] = [], version: [UInt8] = [1, 0]) -> [UInt8] {
        let length = header.utf8.count
        let lengthBytes = (0..<(version[0] == 1 ? 2 : 4)).map { UInt8(length >> (8 * $0) & 0xFF) }
        return [0x93] + Array("NUMPY".utf8) + version + lengthBytes + Array(header.utf8) + data
    }

    static func dictionary(_ descr: String, _ shape: String) -> String {
        "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape)}\n"
    }

    static let twoBytes: [UInt8] = [7, 250]

    @Test(arguments: [
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n",
        "{\"shape\":(2,),\"fortran_order\":False,\"descr\":\"|u1\"}\n",
        "{ 'fortran_order' : False , 'descr' : 'u1' , 'shape' : ( 2 , ) }      \n",
        "{'descr': '=u1', 'fortran_order': True, 'shape': (2L,), }\n",
    ])
    func readsEveryWayToWriteAHeader(_ header: String) throws {
        let tensor = try NPY.decode(Self.file(header, Self.twoBytes))
        #expect(tensor.elementType == .uint8)
        #expect(tensor.shape == [2])
        #expect(tensor.integers() == [7, 250])
    }

    @Test(arguments: [
        "", "\n", "{}\n", "{'descr': '|u1', 'fortran_order': False}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}",  // no line feed
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}\n\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)} x\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'extra': 1}\n",
        "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2,)}\n",
        "{'descr': '|u1', 'fortran_order': 0, 'shape': (2,)}\n",
        "{'descr': '|u1', 'fortran_order': false, 'shape': (2,)}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2)}\n",  // no tuple in Python either
        "{'descr': '|u1', 'fortran_order': False, 'shape': [2]}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': 2}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-2,)}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2.0,)}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (0x2,)}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (02,)}\n",  // Python refuses leading zeros
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 00,)}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (,)}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,,)}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1+1,)}\n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (9223372036854775808,)}\n",
        "{'descr': '|u1', 'fortran_order': False 'shape': (2,)}\n",
        "{'descr': '\\x7cu1', 'fortran_order': False, 'shape': (2,)}\n",
        "{'descr': 'u1', , 'fortran_order': False, 'shape': (2,)}\n",
        "__import__('os').system('true')\n",
    ])
    func rejectsOtherHeaders(_ header: String) {
        #expect(throws: FormatError(.malformed, .npy, "")) { try NPY.decode(Self.file(header, Self.twoBytes)) }
    }

    @Test(arguments: ["O", "|O", "<O8", "|O8"])
    func rejectsObjectsHoweverTheyAreSpelled(_ descr: String) {
        #expect(throws: FormatError(.forbidden, .npy, "")) {
            try NPY.decode(Self.file(Self.dictionary(descr, "(1,)"), [0x80, 4, 0x4E, 0x2E]))
        }
    }

    @Test(arguments: ["", "<", "f", "f3", "<f16", "<c8", "|S5", "|V2", "<M8[ns]", "u01", "<<f4", "b2", "float32"])
    func rejectsOtherElementTypes(_ descr: String) {
        #expect(throws: FormatError(.unsupported, .npy, "")) {
            try NPY.decode(Self.file(Self.dictionary(descr, "(1,)"), [0, 0, 0, 0]))
        }
    }

    @Test(arguments: [[0, 0], [1, 1], [2, 1], [4, 0], [255, 255]] as [[UInt8]])
    func rejectsOtherVersions(_ version: [UInt8]) {
        #expect(throws: FormatError(.unsupported, .npy, "")) {
            try NPY.decode(Self.file(Self.dictionary("|u1", "(2,)"), Self.twoBytes, version: version))
        }
    }

    @Test func rejectsFewerAndMoreBytesThanTheShapeTakes() {
        let header = Self.dictionary("<i2", "(2, 3)")
        #expect(throws: FormatError(.truncated, .npy, "")) {
            try NPY.decode(Self.file(header, [UInt8](repeating: 1, count: 11)))
        }
        #expect(throws: FormatError(.trailingBytes, .npy, "")) {
            try NPY.decode(Self.file(header, [UInt8](repeating: 1, count: 13)))
        }
    }

    @Test func rejectsAShapeWhoseProductOverflows() {
        let shape = "(4294967296, 4294967296, 4294967296)"
        #expect(throws: FormatError(.limitExceeded, .npy, "")) {
            try NPY.decode(Self.file(Self.dictionary("<f8", shape)))
        }
    }

    @Test func dimensionsAreCountedBeforeTheyAreKept() throws {
        let most = "(" + String(repeating: "1, ", count: NPY.maximumRank) + ")"
        #expect(try NPY.decode(Self.file(Self.dictionary("|u1", most), [9])).shape.count == NPY.maximumRank)
        let more = "(" + String(repeating: "1, ", count: NPY.maximumRank + 1) + ")"
        #expect(throws: FormatError(.limitExceeded, .npy, "")) {
            try NPY.decode(Self.file(Self.dictionary("|u1", more), [9]))
        }
    }

    @Test func aHeaderLongerThanTheCapIsNotRead() {
        let padding = String(repeating: " ", count: NPY.maximumHeaderLength)
        let header = Self.dictionary("|u1", "(2,)").dropLast() + padding + "\n"
        #expect(throws: FormatError(.limitExceeded, .npy, "")) {
            try NPY.decode(Self.file(String(header), Self.twoBytes, version: [2, 0]))
        }
    }

    @Test func rejectsATruthValueThatIsNeither() {
        #expect(throws: FormatError(.malformed, .npy, "")) {
            try NPY.decode(Self.file(Self.dictionary("|b1", "(3,)"), [0, 1, 2]))
        }
    }

    @Test func saysWhatAnotherFileLooksLike() throws {
        let error = try #require(throws: FormatError.self) { try NPY.decode(Array("PK\u{3}\u{4}".utf8)) }
        #expect(
            error.description
                == "NPY: an NPY file begins with 93 'NUMPY'; these bytes look like a zip archive, at byte 0")
    }

    @Test(arguments: [[], [1], [2, 3], Array(repeating: 1, count: 64)])
    func elementsStartAtAMultipleOf64(_ shape: [Int]) throws {
        let count = shape.reduce(1, *)
        let file = try NPY.encode(Tensor([UInt8](repeating: 5, count: count), shape: shape))
        #expect((file.count - count) % 64 == 0)
        #expect(try NPY.decode(file).shape == shape)
    }

    @Test func refusesToWriteWhatNumPyDoesNotHave() throws {
        let brain = try Tensor(elementType: .bfloat16, shape: [1], bytes: [0x80, 0x3F])
        #expect(throws: FormatError(.unsupported, .npy, "")) { try NPY.encode(brain) }
        let deep = Tensor([1] as [UInt8], shape: Array(repeating: 1, count: NPY.maximumRank + 1))
        #expect(throws: FormatError(.unsupported, .npy, "")) { try NPY.encode(deep) }
    }
}
