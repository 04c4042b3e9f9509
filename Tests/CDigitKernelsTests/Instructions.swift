import CDigitKernels
import DigitTestSupport
import Testing

/// An instruction set that this processor has, named in the test's output.
struct Instructions: CustomTestStringConvertible, Sendable {
    let simd: digit_simd

    var testDescription: String { String(cString: digit_simd_name(simd)) }

    static let available = [digit_simd.reference, .baseline, .avx2, .avx512, .avx512vnni]
        .filter { digit_simd_is_supported($0) }.map { Instructions(simd: $0) }
}

/// Whole numbers, small enough that every sum of their products is exact: then no order and no fused operation matters,
/// and results are equal or wrong.
func wholeNumbers(_ count: Int, seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(random.next(below: 19)) - 9 }
}
