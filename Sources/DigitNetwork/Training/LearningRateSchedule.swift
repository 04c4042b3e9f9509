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
        case .cosine(let floor): Double(floor) + (1 - Double(floor)) * (1 + cos(.pi * progress)) / 2
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
        }
    }
}

private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
}
