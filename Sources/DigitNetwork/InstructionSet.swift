import CDigitKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The instructions that predictions and training are calculated with.
public enum InstructionSet: String, Sendable, Hashable, CaseIterable {
    /// AVX-512 with VNNI: 16 values at once, and 64 bytes where pixels are multiplied.
    case avx512vnni
    /// AVX-512, 16 values at once.
    case avx512
    /// AVX2 with fused multiply-add, 8 values at once.
    case avx2
    /// What every processor of the family has, 4 values at once: SSE2 or NEON.
    case baseline
    /// Plain loops, for comparison.
    case reference

    /// The one in use: the fastest that this processor has, or what `DIGITS_SIMD` in the environment says.
    ///
    /// Chosen once. The bits of a result depend on it, since one may round where another does not. A name in `DIGITS_SIMD`
    /// that this processor cannot serve stops the process: whoever forces an instruction set would not want another one.
    public static let current: InstructionSet = {
        guard let wanted = getenv("DIGITS_SIMD") else { return available.first ?? .baseline }
        let name = String(cString: wanted)
        guard let forced = InstructionSet(rawValue: name), available.contains(forced) else {
            let names = available.map(\.rawValue).joined(separator: ", ")
            fatalError("DIGITS_SIMD is \(name): expected one of \(names), which this processor has")
        }
        return forced
    }()

    /// Those that this processor and its operating system have, the fastest first.
    public static let available: [InstructionSet] = allCases.filter { digit_simd_is_supported($0.simd) }

    /// The kernels' name for it.
    var simd: digit_simd {
        switch self {
        case .avx512vnni: .avx512vnni
        case .avx512: .avx512
        case .avx2: .avx2
        case .baseline: .baseline
        case .reference: .reference
        }
    }
}

/// What the kernels are called with.
let simd = InstructionSet.current.simd
