/// Where the images of a batch come from: pixels, still to be scaled, or numbers that already are.
enum RowSource {
    /// [N, inputs] pixels.
    case pixels(UnsafePointer<UInt8>)
    /// [N, inputs] scaled values.
    case values(UnsafePointer<Float>)

    /// The same source without its first `count` elements.
    func advanced(by count: Int) -> RowSource {
        switch self {
        case .pixels(let base): .pixels(base + count)
        case .values(let base): .values(base + count)
        }
    }

    /// Writes the first `count` elements as numbers.
    func copy(count: Int, table: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>) {
        switch self {
        case .pixels(let base): for index in 0..<count { output[index] = table[Int(base[index])] }
        case .values(let base): output.update(from: base, count: count)
        }
    }
}
