/// What is wrong with a network, with the data it should learn from or with the options of its training.
///
/// Two errors are equal when their ``kind`` is: tests and callers decide by that, people read `description`.
public struct NetworkError: Error, Sendable {
    /// The class of a failure: what a caller may want to act on.
    public enum Kind: Sendable, Hashable {
        /// Sizes that do not belong together: a weight array and its layer, a layer and the one before it.
        case shapeMismatch
        /// A weight or bias that is infinite or not a number.
        case notFinite
        /// Nothing there: no layers, no images.
        case empty
        /// A label that is not below the number of classes.
        case labelOutOfRange
        /// A training option outside its range.
        case invalidOption
        /// Valid for inference, but nothing that can be trained: a layer without a gradient.
        case notTrainable
        /// The loss or a weight left the finite numbers during training.
        case diverged
    }

    /// The class of the failure.
    public let kind: Kind
    /// What was expected and what was found, as a clause without a full stop.
    public let message: String

    /// Creates an error.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension NetworkError: Equatable {
    /// Equal when the kind is; the wording is for people.
    public static func == (a: NetworkError, b: NetworkError) -> Bool { a.kind == b.kind }
}

extension NetworkError: CustomStringConvertible {
    /// The message, such as `layer 2 (dense) takes 100 values, but layer 1 gives 50`.
    public var description: String { message }
}
