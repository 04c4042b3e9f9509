/// How the bytes of a picture become the numbers that a network expects.
///
/// 0 is paper and 255 is ink. A network carries its range, so that nobody has to scale pictures before they reach it.
///
/// ```swift
/// InputRange.unit(51)    // 0.2
/// InputRange.signed(0)   // -1
/// ```
public enum InputRange: String, Sendable, Hashable, CaseIterable {
    /// 0...1: the pixel divided by 255.
    case unit
    /// 0...255: the pixel itself.
    case byte
    /// -1...1: (pixel / 255 - 0.5) / 0.5.
    case signed
    /// (pixel / 255 - 0.1307) / 0.3081: mean 0 and deviation 1 over MNIST's training pixels.
    case standard

    /// The number for one pixel.
    public func callAsFunction(_ pixel: UInt8) -> Float {
        let value = Float(pixel)
        return switch self {
        case .unit: value / 255
        case .byte: value
        case .signed: (value / 255 - 0.5) / 0.5
        case .standard: (value / 255 - 0.1307) / 0.3081
        }
    }

    /// The numbers for the pixels 0 to 255.
    var table: [Float] { (0...255).map { self(UInt8($0)) } }
}
