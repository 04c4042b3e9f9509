import DigitFormats
import DigitTestSupport
import Testing

struct TensorTests {
    @Test func wrapsNumbersAsLittleEndianBytes() {
        // 1.5 is 3FC00000 and -2.5 is C0040000 00000000, by IEEE 754.
        #expect(Tensor([1.5] as [Float], shape: [1]).bytes == [0, 0, 0xC0, 0x3F])
        #expect(Tensor([-2.5] as [Double], shape: [1, 1]).bytes == [0, 0, 0, 0, 0, 0, 0x04, 0xC0])
        #expect(Tensor([-2, 258] as [Int32], shape: [2]).bytes == [0xFE, 0xFF, 0xFF, 0xFF, 2, 1, 0, 0])
        #expect(Tensor([-2] as [Int64], shape: [1]).bytes == [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(Tensor([7, 250] as [UInt8], shape: [2, 1]).bytes == [7, 250])
    }

    @Test(
        arguments: [
            (.bool, 1), (.uint8, 1), (.int8, 1), (.uint16, 2), (.int16, 2), (.float16, 2), (.bfloat16, 2), (.uint32, 4),
            (.int32, 4), (.float32, 4), (.uint64, 8), (.int64, 8), (.float64, 8),
        ] as [(ElementType, Int)])
    func countsElementsNotBytes(_ type: ElementType, _ size: Int) throws {
        let tensor = try Tensor(elementType: type, shape: [2, 3], bytes: [UInt8](repeating: 0, count: 6 * size))
        #expect(tensor.count == 6)
        #expect(type.size == size)
    }

    @Test func anArrayWithoutDimensionsHasOneElementAndOneWithAZeroNone() throws {
        #expect(try Tensor(elementType: .int16, shape: [], bytes: [5, 0]).integers() == [5])
        let empty = try Tensor(elementType: .float64, shape: [3, 0, 28], bytes: [])
        #expect(empty.count == 0)
        #expect(empty.floats() == [])
        #expect(empty.integers() == nil)
    }

    @Test(
        arguments: [
            ([2, 3], 5), ([2, 3], 7), ([], 0), ([0], 1), ([-2, -3], 6), ([-1], 0), ([1 << 32, 1 << 32], 0),
            ([Int.max, 2], 0), ([Int.min], 0),
        ] as [([Int], Int)])
    func refusesBytesThatTheShapeDoesNotTake(_ shape: [Int], _ count: Int) {
        #expect(throws: FormatError(.malformed, .tensor, "")) {
            try Tensor(elementType: .uint8, shape: shape, bytes: [UInt8](repeating: 1, count: count))
        }
    }

    @Test func arraysOfEqualBytesDifferByShapeAndType() throws {
        let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        let arrays = try [
            Tensor(elementType: .uint8, shape: [2, 4], bytes: bytes),
            Tensor(elementType: .uint8, shape: [4, 2], bytes: bytes),
            Tensor(elementType: .int8, shape: [2, 4], bytes: bytes),
            Tensor(elementType: .uint16, shape: [4], bytes: bytes),
        ]
        #expect(Set(arrays).count == 4)
    }

    @Test func numbersThatDoNotFillTheShapeStopTheProgram() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1, 2, 3] as [Float], shape: [2, 2])
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("3 values do not fill the shape [2, 2]"))
    }

    @Test func anArchiveFindsArraysByNameInTheOrderOfTheFile() {
        let one = Tensor([1] as [Float], shape: [1])
        let two = Tensor([2, 3] as [Float], shape: [2])
        let archive = TensorArchive(
            [.init(name: "W2", tensor: two), .init(name: "W1", tensor: one)], metadata: ["activation": "sigmoid"])
        #expect(archive.names == ["W2", "W1"])
        #expect(archive["W1"] == one)
        #expect(archive["W2"] == two)
        #expect(archive["w1"] == nil)
        #expect(archive.metadata["activation"] == "sigmoid")
    }
}
