/// The decimal digits that eight bytes of text begin with.
///
/// All eight are looked at together, as the bytes of one word, whatever they are: no step waits for the one before.
struct DigitBlock {
    /// How many digits: 0...8.
    let count: Int
    /// The whole number that they are.
    let value: Int64

    /// Looks at the bytes from `offset`, of which there must be eight.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        // 0 to 9 where the byte is a digit; any other has its top bit in `others`. What it carries over goes to later bytes.
        let digits = word ^ 0x3030_3030_3030_3030
        let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
        count = others.trailingZeroBitCount / 8
        // The last digit goes to the last byte, behind zeros. Then pairs, fours and all eight are put together.
        let ones = digits << (64 - 8 * count)
        let pairs = (ones &* 10 &+ ones >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
        value = Int64((fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF)
    }
}
