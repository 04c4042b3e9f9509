/// A part of a data set.
public enum Split: String, Sendable, Hashable, CaseIterable {
    /// What networks learn from.
    case train
    /// What they are judged by, and nothing is chosen by.
    case test
    /// The 5,000 MNIST training images inside this package: what our models are validated on.
    case sample
}
