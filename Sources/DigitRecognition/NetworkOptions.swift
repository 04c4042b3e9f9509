public import DigitNetwork

/// What a weights file that others wrote does not say of itself; our own files do, and their word counts.
public struct NetworkOptions: Sendable, Hashable {
    /// The activation between the dense layers; sigmoid where nothing is said, as in the book.
    public var activation: Activation?
    /// The range that the network expects its pixels in; 0...1 where nothing is said.
    public var inputRange: InputRange?

    /// Options; `nil` leaves a choice to the file, and to the default where the file is silent.
    public init(activation: Activation? = nil, inputRange: InputRange? = nil) {
        self.activation = activation
        self.inputRange = inputRange
    }
}
