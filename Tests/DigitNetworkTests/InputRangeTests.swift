import DigitNetwork
import Testing

@Suite struct InputRangeTests {
    static let cases: [(InputRange, UInt8, Float)] = [
        (.unit, 0, 0), (.unit, 51, 0.2), (.unit, 255, 1),
        (.byte, 0, 0), (.byte, 51, 51), (.byte, 255, 255),
        (.signed, 0, -1), (.signed, 255, 1), (.signed, 51, -0.6),
        // -0.1307 / 0.3081 and (1 - 0.1307) / 0.3081
        (.standard, 0, -0.42421293), (.standard, 255, 2.8214867),
    ]

    @Test(arguments: cases)
    func scalesAPixel(range: InputRange, pixel: UInt8, value: Float) {
        // Two roundings on the way, of values below 3.
        #expect(abs(range(pixel) - value) <= 2 * value.ulp)
    }

    @Test func unitIsThePixelDividedBy255() {
        for pixel in 0...UInt8.max { #expect(InputRange.unit(pixel) == Float(pixel) / 255) }
    }

    @Test(arguments: InputRange.allCases)
    func aNetworkScalesPixelsByItsRange(range: InputRange) throws {
        // The identity: what comes out is what the first layer saw.
        let network = try Network(inputs: 3, inputRange: range, layers: [.activation(.identity)])
        let pixels: [UInt8] = [0, 51, 255, 7, 8, 9]
        #expect(network.logits(pixels) == pixels.map { range($0) })
    }

    @Test func namesAreThoseOfTheCommandLine() {
        #expect(InputRange.allCases.map(\.rawValue) == ["unit", "byte", "signed", "standard"])
    }
}
