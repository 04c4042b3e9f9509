#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A function applied to each value for itself, between two layers with weights.
///
/// ```swift
/// Activation.relu(-3)     // 0
/// Activation.sigmoid(0)   // 0.5
/// ```
///
/// Every one is finite for finite input, however large, and gives NaN for NaN. Source: Saito, *Deep Learning from
/// Scratch*, chapter 3.
public enum Activation: String, Sendable, Hashable, CaseIterable {
    /// The value itself; an infinity stays one.
    case identity
    /// 1 / (1 + e^-x), see ``sigmoid(_:)``; 0 and 1 at the infinities.
    case sigmoid
    /// The positive part max(x, 0); 0 and infinity at the infinities.
    case relu
    /// The hyperbolic tangent; -1 and 1 at the infinities.
    case tanh
    /// 1 where x is positive, else 0, as at the infinities; it has no gradient to train with.
    case step

    /// The function's value at one point.
    public func callAsFunction(_ x: Float) -> Float {
        switch self {
        case .identity: x
        case .sigmoid: DigitNetwork.sigmoid(x)
        case .relu: Self.relu(x)
        case .tanh: tanhf(x)
        case .step: Self.step(x)
        }
    }

    /// Applies the function in place; the choice is made once, outside the loop, so that the loop can be vectorised.
    func apply(to values: UnsafeMutablePointer<Float>, count: Int) {
        switch self {
        case .identity: break
        case .sigmoid: for index in 0..<count { values[index] = DigitNetwork.sigmoid(values[index]) }
        case .relu: for index in 0..<count { values[index] = Self.relu(values[index]) }
        case .tanh: for index in 0..<count { values[index] = tanhf(values[index]) }
        case .step: for index in 0..<count { values[index] = Self.step(values[index]) }
        }
    }

    /// Written with `<=`, which is false for NaN: NaN comes through, and a negative zero becomes a positive one.
    @inline(__always)
    private static func relu(_ x: Float) -> Float { x <= 0 ? 0 : x }

    @inline(__always)
    private static func step(_ x: Float) -> Float { x <= 0 ? 0 : (x > 0 ? 1 : x) }
}
