import DigitFormats
import Testing

/// Bit patterns and the numbers that they stand for, by IEEE 754-2019 and two's complement.
struct TensorValuesTests {
    static func tensor(_ type: ElementType, _ bytes: [UInt8]) throws -> Tensor {
        try Tensor(elementType: type, shape: [bytes.count / type.size], bytes: bytes)
    }

    static func half(_ bits: UInt16) throws -> Float {
        try #require(tensor(.float16, ZipFile.two(bits)).floats().first)
    }

    @Test(
        arguments: [
            (0x0000, 0), (0x3C00, 1), (0xC000, -2), (0x3555, 0x1.554p-2), (0x3C01, 0x1.004p0), (0xB800, -0.5),
            (0x7BFF, 65_504), (0xFBFF, -65_504),  // the largest
            (0x0400, 0x1p-14), (0x8400, -0x1p-14),  // the smallest normal
            (0x03FF, 0x1.ff8p-15), (0x0200, 0x1p-15), (0x0001, 0x1p-24), (0x8001, -0x1p-24),  // subnormal
            (0x7C00, .infinity), (0xFC00, -.infinity),
        ] as [(UInt16, Float)])
    func widensHalfPrecisionExactly(_ bits: UInt16, _ number: Float) throws {
        #expect(try Self.half(bits) == number)
    }

    @Test func halfPrecisionKeepsTheSignOfZeroAndWhatIsNoNumber() throws {
        #expect(try Self.half(0x8000).bitPattern == 0x8000_0000)
        #expect(try Self.half(0x7E00).isNaN)
        #expect(try Self.half(0x7C01).isNaN)
        #expect(try Self.half(0xFFFF).sign == .minus)
    }

    /// Every finite pattern against its definition: (-1)^s * 2^(e - 15) * (1 + f / 1024), or 2^-14 * f / 1024 for e = 0.
    @Test func everyFiniteHalfIsWhatItsDefinitionSays() throws {
        let patterns = (UInt16.min...UInt16.max).filter { $0 >> 10 & 0x1F != 0x1F }
        let expected = patterns.map { bits in
            let fraction = Double(bits & 0x3FF) / 1024
            let exponent = Int(bits >> 10 & 0x1F)
            let magnitude =
                exponent == 0
                ? Double(sign: .plus, exponent: -14, significand: fraction)
                : Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
            return Float(bits & 0x8000 == 0 ? magnitude : -magnitude)
        }
        #expect(try Self.tensor(.float16, patterns.flatMap(ZipFile.two)).floats() == expected)
    }

    @Test(arguments: [(0x3F80, 1), (0xC040, -3), (0x4049, 3.140625), (0x7F80, .infinity)] as [(UInt16, Float)])
    func brainFloatsAreTheUpperHalvesOfFloats(_ bits: UInt16, _ number: Float) throws {
        #expect(try Self.tensor(.bfloat16, ZipFile.two(bits)).floats() == [number])
    }

    @Test func doublesAreRoundedToTheNearestFloat() {
        // Between 1 and the next float 1 + 2^-23 the middle goes to the even one, what lies above it upwards.
        let doubles = [0.1, 1 + 0x1p-24, 1 + 0x1p-24 + 0x1p-50, 1e39, -1e39, 1e-50]
        let floats: [Float] = [0x1.99999ap-4, 1, 1 + 0x1p-23, .infinity, -.infinity, 0]
        #expect(Tensor(doubles, shape: [6]).floats() == floats)
    }

    @Test func integersBeyond24BitsAreRoundedToTheNearestFloat() throws {
        #expect(Tensor([16_777_217, 16_777_219] as [Int32], shape: [2]).floats() == [16_777_216, 16_777_220])
        #expect(Tensor([.max, .min] as [Int64], shape: [2]).floats() == [0x1p63, -0x1p63])
        #expect(try Self.tensor(.uint64, [UInt8](repeating: 0xFF, count: 8)).floats() == [0x1p64])
        #expect(try Self.tensor(.uint32, [0xFF, 0xFF, 0xFF, 0xFF]).floats() == [0x1p32])
    }

    @Test(
        arguments: [
            (.bool, [0, 1], [0, 1]), (.uint8, [0, 127, 128, 255], [0, 127, 128, 255]),
            (.int8, [0, 127, 128, 255], [0, 127, -128, -1]),
            (.uint16, [2, 1, 0xFE, 0xFF], [258, 65_534]), (.int16, [2, 1, 0xFE, 0xFF], [258, -2]),
            (.uint32, [4, 3, 2, 1, 0xFE, 0xFF, 0xFF, 0xFF], [0x0102_0304, 4_294_967_294]),
            (.int32, [4, 3, 2, 1, 0xFE, 0xFF, 0xFF, 0xFF], [0x0102_0304, -2]),
            (.int64, [8, 7, 6, 5, 4, 3, 2, 1], [0x0102_0304_0506_0708]),
            (.int64, [0, 0, 0, 0, 0, 0, 0, 0x80], [.min]),
            (.uint64, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [.max]),
        ] as [(ElementType, [UInt8], [Int])])
    func givesIntegersOfEveryWidth(_ type: ElementType, _ bytes: [UInt8], _ integers: [Int]) throws {
        let tensor = try Self.tensor(type, bytes)
        #expect(tensor.integers() == integers)
        #expect(tensor.floats() == integers.map { Float($0) })
    }

    @Test func numbersThatAreNoIntegersOrDoNotFitAreNotGivenAsIntegers() throws {
        #expect(Tensor([1, 2] as [Float], shape: [2]).integers() == nil)
        #expect(Tensor([1, 2] as [Double], shape: [2]).integers() == nil)
        #expect(try Self.tensor(.float16, [0, 0x3C]).integers() == nil)
        #expect(try Self.tensor(.bfloat16, [0x80, 0x3F]).integers() == nil)
        #expect(try Self.tensor(.uint64, [1, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 0x80]).integers() == nil)
    }
}
