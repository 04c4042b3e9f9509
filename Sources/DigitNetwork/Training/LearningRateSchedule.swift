#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How the learning rate falls during training, as a multiple of the one that the options name.
public enum LearningRateSchedule: Sendable, Hashable {
    /// It stays as it is.
    case constant
    /// It is multiplied by `factor` after each epoch.
    case exponential(factor: Float)
    /// It is multiplied by `factor` after each `epochs` epochs.
    case step(epochs: Int, factor: Float)
    /// It falls along half a cosine from 1 at the first batch towards `floor` after the last, batch by batch.
    ///
    /// Source: Loshchilov and Hutter, *SGDR*, 2017, without restarts.
    case cosine(floor: Float = 0)
    /// It climbs from 1/25 to 1 along half a cosine over the first part `warmUp` of all batches, and falls along another
    /// one towards 1/250,000 over the rest: the learning rate of the options is the peak.
    ///
    /// Source: Smith and Topin, *Super-Convergence*, 2018, with the two ends of PyTorch's `OneCycleLR`.
    case oneCycle(warmUp: Float = 0.3)

    /// The multiple at one batch.
    ///
    /// ```swift
    /// LearningRateSchedule.exponential(factor: 0.5).multiplier(epoch: 2, progress: 0.4)  // 0.25
    /// LearningRateSchedule.cosine().multiplier(epoch: 0, progress: 0.5)                  // 0.5
    /// ```
    ///
    /// - Parameters:
    ///   - epoch: epochs that are done, from 0.
    ///   - progress: the part of all batches of the whole training that is done, 0...1.
    /// - Returns: the multiple, 0...1.
    public func multiplier(epoch: Int, progress: Double) -> Double {
        switch self {
        case .constant: 1
        case .exponential(let factor): power(Double(factor), epoch)
        case .step(let epochs, let factor): power(Double(factor), epoch / max(epochs, 1))
        case .cosine(let floor): halfCosine(from: 1, to: Double(floor), progress)
        case .oneCycle(let warmUp):
            progress < Double(warmUp)
                ? halfCosine(from: Self.firstOfCycle, to: 1, progress / Double(warmUp))
                : halfCosine(from: 1, to: Self.lastOfCycle, (progress - Double(warmUp)) / (1 - Double(warmUp)))
        }
    }

    /// Why the constants cannot be used, or `nil` where they can.
    var complaint: String? {
        switch self {
        case .constant: nil
        case .exponential(let factor):
            factor > 0 && factor <= 1 ? nil : "the schedule's factor is above 0 and at most 1, found \(factor)"
        case .step(let epochs, let factor):
            epochs >= 1 && factor > 0 && factor <= 1
                ? nil
                : "the schedule's step is at least 1 epoch and its factor above 0 and at most 1, "
                    + "found \(epochs) and \(factor)"
        case .cosine(let floor):
            floor >= 0 && floor <= 1 ? nil : "the schedule's floor is 0 to 1, found \(floor)"
        case .oneCycle(let warmUp):
            warmUp > 0 && warmUp < 1
                ? nil : "the schedule's part for warming up is above 0 and below 1, found \(warmUp)"
        }
    }

    /// Where a cycle starts and ends, as multiples of its peak.
    private static let firstOfCycle = 1.0 / 25
    private static let lastOfCycle = 1.0 / 250_000
}

private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
}

/// From one number to another along half a cosine.
private func halfCosine(from start: Double, to end: Double, _ progress: Double) -> Double {
    end + (start - end) * (1 + cos(.pi * progress)) / 2
}
