import CDigitKernels

/// What the processor's multiply-adds come to when nothing holds them up: the yardstick of the benchmarks.
package enum PeakArithmetic {
    /// Multiplies and adds in registers, with the instruction set in use.
    ///
    /// - Returns: A sum of all, so that none can be left out.
    package static func run(rounds: Int) -> Float { digit_peak(simd, rounds) }

    /// Float32 operations of so many rounds, a multiply-add counted as two.
    package static func operations(rounds: Int) -> Double { digit_peak_operations(simd) * Double(rounds) }
}
