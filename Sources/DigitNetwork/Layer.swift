/// One step of a network.
public enum Layer: Sendable, Equatable {
    /// Fully connected, with weights and biases.
    case dense(Dense)
    /// A function of each value.
    case activation(Activation)

    /// The layer's kind as the summary and error messages call it, such as `dense` or `sigmoid`.
    public var name: String {
        switch self {
        case .dense: "dense"
        case .activation(let activation): activation.rawValue
        }
    }

    /// Weights and biases, counted.
    public var parameterCount: Int {
        switch self {
        case .dense(let dense): dense.weights.count + dense.biases.count
        case .activation: 0
        }
    }

    /// Multiplications with a following addition that one image takes; an activation has none.
    public var multiplyAdds: Int {
        switch self {
        case .dense(let dense): dense.weights.count
        case .activation: 0
        }
    }

    /// Values that the layer gives for `inputs` values, or `nil` where it does not take that many.
    func outputs(for inputs: Int) -> Int? {
        switch self {
        case .dense(let dense): dense.inputs == inputs ? dense.outputs : nil
        case .activation: inputs
        }
    }

    /// Values that the layer takes; `nil` where any number will do.
    var requiredInputs: Int? {
        switch self {
        case .dense(let dense): dense.inputs
        case .activation: nil
        }
    }
}
