#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The logistic function 1 / (1 + e^-x), between 0 and 1.
///
/// ```swift
/// sigmoid(0)    // 0.5
/// sigmoid(1e4)  // 1
/// ```
///
/// Stable everywhere: e^-x overflows to infinity below x = -88.7, and 1 / infinity is the limit 0. The negative
/// infinity gives 0, the positive one 1, and NaN gives NaN.
///
/// Source: Saito, *Deep Learning from Scratch*, chapter 3.
@inline(__always)
public func sigmoid(_ x: Float) -> Float {
    1 / (1 + exp(-x))
}
