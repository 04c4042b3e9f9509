import DigitNetwork
import Testing

@Suite struct ActivationTests {
    // Values: the definitions in exact numbers, and tables of e^x and tanh to seven digits.
    static let cases: [(Activation, Float, Float)] = [
        (.identity, -2.5, -2.5),
        (.sigmoid, 0, 0.5), (.sigmoid, 2, 0.8807971), (.sigmoid, -2, 0.1192029),
        (.relu, -3, 0), (.relu, 3, 3), (.relu, 0, 0),
        (.tanh, 0, 0), (.tanh, 0.5, 0.4621172), (.tanh, -0.5, -0.4621172),
        (.step, -0.1, 0), (.step, 0, 0), (.step, 0.1, 1),
    ]

    @Test(arguments: cases)
    func followsItsDefinition(activation: Activation, x: Float, y: Float) {
        // One unit of the seventh digit, which is how far the tables go.
        #expect(abs(activation(x) - y) < 1e-7)
    }

    @Test(arguments: [
        (Activation.identity, -1e4 as Float, 1e4 as Float), (.sigmoid, 0, 1), (.relu, 0, 1e4), (.tanh, -1, 1),
        (.step, 0, 1),
    ])
    func isStableFarFromZero(activation: Activation, low: Float, high: Float) {
        #expect(activation(-1e4) == low)
        #expect(activation(1e4) == high)
    }

    @Test(arguments: [
        (Activation.identity, -Float.infinity, Float.infinity), (.sigmoid, 0, 1), (.relu, 0, .infinity), (.tanh, -1, 1),
        (.step, 0, 1),
    ])
    func takesItsLimitsAtInfinity(activation: Activation, low: Float, high: Float) {
        #expect(activation(-.infinity) == low)
        #expect(activation(.infinity) == high)
    }

    @Test(arguments: Activation.allCases)
    func passesOnWhatIsNotANumber(activation: Activation) {
        #expect(activation(.nan).isNaN)
    }

    @Test func sigmoidKeepsItsPrecisionBelowZero() {
        // sigmoid(-20) = e^-20 / (1 + e^-20) = 2.0611537e-9; one rounding each for e^20, the sum and the quotient.
        #expect(abs(sigmoid(-20) / 2.0611537e-9 - 1) < 4 * Float.ulpOfOne)
    }
}
