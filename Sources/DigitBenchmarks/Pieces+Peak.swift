import DigitNetwork
import Dispatch

extension Piece {
    /// Multiply-adds in registers, which nothing holds up: what the share of the peak is a share of.
    static func peak(threads: Int) -> Piece {
        Piece(peakName, threads: threads) { stopwatch in
            let rounds = 200_000
            try check(PeakArithmetic.run(rounds: 3).isFinite, "peak: expected a finite sum")
            let spread = stopwatch.time { _ in
                DispatchQueue.concurrentPerform(iterations: threads) { _ in
                    // Read, so that the work is not left out.
                    if PeakArithmetic.run(rounds: rounds).isNaN { fatalError("peak: expected a finite sum, found NaN") }
                }
            }
            return Outcome(
                spread: spread, operations: PeakArithmetic.operations(rounds: rounds) * Double(threads),
                checked: "the sum is finite")
        }
    }

    /// What that piece is called.
    package static let peakName = "peak"
}
