import DigitFormats
import Testing

/// Arrays as files store them, in either order of dimensions and of bytes; NPY has both, so it serves as the way in.
struct TensorLayoutTests {
    /// An NPY file of big- or little-endian 16-bit integers, in Fortran order.
    static func fortran(_ values: [UInt16], _ shape: [Int], bigEndian: Bool) throws -> Tensor {
        let sizes = shape.map { "\($0), " }.joined()
        let header = "{'descr': '\(bigEndian ? ">" : "<")u2', 'fortran_order': True, 'shape': (\(sizes))}\n"
        let data = values.flatMap { value -> [UInt8] in ZipFile.two(bigEndian ? value.byteSwapped : value) }
        return try NPY.decode(NPYTests.file(header, data))
    }

    /// Element (i, j, k) of 2 x 3 x 4 is 100 i + 10 j + k; in Fortran order i runs fastest, in C order k does.
    @Test(arguments: [true, false])
    func theFirstIndexRunsFastestInFortranOrder(_ bigEndian: Bool) throws {
        let stored: [UInt16] = [
            0, 100, 10, 110, 20, 120,
            1, 101, 11, 111, 21, 121,
            2, 102, 12, 112, 22, 122,
            3, 103, 13, 113, 23, 123,
        ]
        let tensor = try Self.fortran(stored, [2, 3, 4], bigEndian: bigEndian)
        #expect(tensor.shape == [2, 3, 4])
        #expect(
            tensor.integers() == [
                0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23,
                100, 101, 102, 103, 110, 111, 112, 113, 120, 121, 122, 123,
            ])
    }

    @Test(arguments: [[6], [6, 1], [1, 6], [1, 1, 6, 1]])
    func oneLongDimensionIsTheSameInBothOrders(_ shape: [Int]) throws {
        let tensor = try Self.fortran([1, 2, 3, 4, 5, 600], shape, bigEndian: true)
        #expect(tensor.shape == shape)
        #expect(tensor.integers() == [1, 2, 3, 4, 5, 600])
    }

    @Test(arguments: [[0], [2, 0], [0, 2, 3]])
    func anArrayOfNothingKeepsItsShape(_ shape: [Int]) throws {
        let tensor = try Self.fortran([], shape, bigEndian: false)
        #expect(tensor.shape == shape)
        #expect(tensor.count == 0)
    }

    /// Bytes 1...8 as one big-endian number are the number whose bytes from the lowest are 8...1.
    @Test(arguments: ["i2", "u2", "f2", "i4", "u4", "f4", "i8", "u8", "f8"])
    func bigEndianElementsAreReversedEachByItself(_ code: String) throws {
        let size = try #require(code.last?.wholeNumberValue)
        let file = NPYTests.file(NPYTests.dictionary(">\(code)", "(\(8 / size),)"), [1, 2, 3, 4, 5, 6, 7, 8])
        let expected: [UInt8] =
            switch size {
            case 2: [2, 1, 4, 3, 6, 5, 8, 7]
            case 4: [4, 3, 2, 1, 8, 7, 6, 5]
            default: [8, 7, 6, 5, 4, 3, 2, 1]
            }
        #expect(try NPY.decode(file).bytes == expected)
    }
}
