import DigitFormats
import Testing

/// Files that NumPy wrote, by make_numpy_fixtures.py.
struct NPYFixtureTests {
    static func tensor(_ name: String) throws -> Tensor {
        try NPY.decode(Fixture.bytes("numpy/\(name).npy"))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let elementType: ElementType
        let isSigned: Bool
        var testDescription: String { name }
    }

    static let numbers: [Case] =
        [
            ("i1", .int8), ("u1", .uint8),
            ("little-i2", .int16), ("big-i2", .int16), ("little-i4", .int32), ("big-i4", .int32),
            ("little-i8", .int64), ("big-i8", .int64), ("little-u2", .uint16), ("big-u2", .uint16),
            ("little-u4", .uint32), ("big-u4", .uint32), ("little-u8", .uint64), ("big-u8", .uint64),
            ("little-f2", .float16), ("big-f2", .float16), ("little-f4", .float32), ("big-f4", .float32),
            ("little-f8", .float64), ("big-f8", .float64),
        ].map { (example: (String, ElementType)) in
            Case(name: example.0, elementType: example.1, isSigned: !example.0.contains("u"))
        }

    @Test(arguments: numbers)
    func readsEveryTypeInBothByteOrders(_ example: Case) throws {
        let tensor = try Self.tensor(example.name)
        #expect(tensor.elementType == example.elementType)
        #expect(tensor.shape == [2, 3])
        #expect(tensor.floats() == [1, 2, 3, example.isSigned ? -4 : 4, 5, 60])
    }

    @Test(arguments: numbers.filter { !$0.name.hasPrefix("big") })
    func writesTheSameBytesAsNumPy(_ example: Case) throws {
        #expect(try NPY.encode(Self.tensor(example.name)) == Fixture.bytes("numpy/\(example.name).npy"))
    }

    @Test(arguments: ["bool", "scalar", "vector", "empty"])
    func writesTheSameHeadersAsNumPy(_ name: String) throws {
        #expect(try NPY.encode(Self.tensor(name)) == Fixture.bytes("numpy/\(name).npy"))
    }

    @Test func readsTruthValues() throws {
        let tensor = try Self.tensor("bool")
        #expect(tensor.elementType == .bool)
        #expect(tensor.integers() == [0, 0, 1, 0, 1, 1])
    }

    @Test(arguments: ["version-2", "version-3", "fortran"])
    func otherVersionsAndFortranOrderReadLikeTheFirst(_ name: String) throws {
        #expect(try Self.tensor(name) == Self.tensor("little-f4"))
    }

    @Test func fortranOrderAndByteOrderAreBothResolved() throws {
        #expect(try Self.tensor("fortran-big") == Self.tensor("little-f8"))
        let cube = try Self.tensor("fortran-3d")
        #expect(cube.shape == [2, 3, 4])
        #expect(cube.integers() == Array(0..<24))
    }

    @Test func readsAScalarAndAnArrayOfNothing() throws {
        let scalar = try Self.tensor("scalar")
        #expect(scalar.shape == [])
        #expect(scalar.floats() == [2.5])
        let empty = try Self.tensor("empty")
        #expect(empty.shape == [0, 28, 28])
        #expect(empty.count == 0)
    }

    @Test func anArrayOfObjectsIsRefusedAsThePickleThatItIs() throws {
        let error = try #require(throws: FormatError.self) { try Self.tensor("objects") }
        #expect(error == FormatError(.forbidden, .npy, ""))
        #expect(
            error.message
                == "the array holds Python objects: its data are a pickle, which may run code and is not read")
    }

    @Test(arguments: [("fields", "named fields"), ("text", "<U4"), ("complex", "<c8")])
    func otherElementTypesAreNamed(_ name: String, _ word: String) throws {
        let error = try #require(throws: FormatError.self) { try Self.tensor(name) }
        #expect(error.kind == .unsupported)
        #expect(error.message.contains(word))
    }
}
