/// One step of an optimizer: its constants and what they are at this step, the same for every weight.
struct OptimizerStep {
    let optimizer: Optimizer
    let rate: Float
    let weightDecay: Float
    /// 1 / (1 - beta1^t) at step t, counted from 1.
    let firstCorrection: Float
    /// 1 / √(1 - beta2^t).
    let secondCorrection: Float

    /// Moves `count` weights along their gradients.
    ///
    /// - Parameters:
    ///   - weights: [count], changed.
    ///   - gradients: [count].
    ///   - first: [count], the velocity or the mean of the gradients; changed.
    ///   - second: [count], the mean of their squares, used by Adam alone; changed.
    ///   - count: how many there are.
    ///   - decays: whether weight decay applies: to weights, not to biases.
    func apply(
        weights: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, first: UnsafeMutablePointer<Float>,
        second: UnsafeMutablePointer<Float>, count: Int, decays: Bool
    ) {
        let decay = decays ? weightDecay : 0
        switch optimizer {
        case .sgd(let momentum):
            for index in 0..<count {
                let velocity = momentum * first[index] + (gradients[index] + decay * weights[index])
                first[index] = velocity
                weights[index] -= rate * velocity
            }
        case .adam(let beta1, let beta2, let epsilon):
            let (keep, step) = (1 - rate * decay, rate * firstCorrection)
            for index in 0..<count {
                let gradient = gradients[index]
                let mean = beta1 * first[index] + (1 - beta1) * gradient
                let square = beta2 * second[index] + (1 - beta2) * (gradient * gradient)
                first[index] = mean
                second[index] = square
                weights[index] =
                    keep * weights[index] - step * mean / (square.squareRoot() * secondCorrection + epsilon)
            }
        }
    }
}

/// The optimizer's steps, one after the other.
struct OptimizerSteps {
    let optimizer: Optimizer
    let weightDecay: Float
    /// beta1^t and beta2^t after t steps.
    ///
    /// Multiplied up in double precision, so that no library's power function is in it.
    private var powers = (1.0, 1.0)

    init(optimizer: Optimizer, weightDecay: Float) {
        self.optimizer = optimizer
        self.weightDecay = weightDecay
    }

    /// Takes `count` steps as taken.
    mutating func skip(_ count: Int) {
        for _ in 0..<count { advance() }
    }

    private mutating func advance() {
        guard case .adam(let beta1, let beta2, _) = optimizer else { return }
        powers.0 *= Double(beta1)
        powers.1 *= Double(beta2)
    }

    /// The next step, with its learning rate.
    mutating func next(rate: Float) -> OptimizerStep {
        advance()
        if case .adam = optimizer {
            return OptimizerStep(
                optimizer: optimizer, rate: rate, weightDecay: weightDecay,
                firstCorrection: Float(1 / (1 - powers.0)), secondCorrection: Float(1 / (1 - powers.1).squareRoot()))
        }
        return OptimizerStep(
            optimizer: optimizer, rate: rate, weightDecay: weightDecay, firstCorrection: 1, secondCorrection: 1)
    }
}
