/// How gradients become steps of the weights.
public enum Optimizer: Sendable, Hashable {
    /// Stochastic gradient descent with momentum: v = momentum v + g, w = w - rate v.
    ///
    /// Weight decay is added to the gradient (g + decay w, an L2 penalty), as in PyTorch's `SGD`. Source: Sutskever
    /// et al., *On the importance of initialization and momentum in deep learning*, 2013.
    case sgd(momentum: Float = 0.9)
    /// Adam: steps measured by running means of the gradient and of its square, corrected for their start at zero.
    ///
    /// Weight decay is decoupled from the gradient (w = w - rate decay w before the step), as in PyTorch's `AdamW`.
    /// Sources: Kingma and Ba, *Adam*, 2015; Loshchilov and Hutter, *Decoupled Weight Decay Regularization*, 2019.
    case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)

    /// Why the constants cannot be used, or `nil` where they can.
    var complaint: String? {
        switch self {
        case .sgd(let momentum):
            (0..<1).contains(momentum) ? nil : "momentum is 0 or more and below 1, found \(momentum)"
        case .adam(let beta1, let beta2, let epsilon):
            (0..<1).contains(beta1) && (0..<1).contains(beta2) && epsilon > 0 && epsilon.isFinite
                ? nil
                : "Adam's betas are 0 or more and below 1 and its epsilon is positive, "
                    + "found \(beta1), \(beta2) and \(epsilon)"
        }
    }
}
