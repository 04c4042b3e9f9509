/// Why a model could not be read, built or written.
public struct ModelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What a caller may want to act on.
    public enum Kind: Sendable, Hashable {
        /// No shipped model has the name, or no file is at the path.
        case notFound
        /// The file is damaged, or not one that holds a network.
        case unsuitable
        /// The file could not be read or written.
        case inputOutput
        /// The caller asked for something that does not go together.
        case usage
    }

    /// The class of the failure.
    public let kind: Kind
    /// One line: what was expected, what was found, where, and what to do next.
    public let description: String

    /// Creates an error whose `description` is one line for people.
    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
