/// Bytes that images and labels share without copying: an array, or a file mapped into memory.
enum ByteStorage: Sendable {
    case array([UInt8])
    case mapped(MappedFile)

    /// The number of bytes.
    var count: Int {
        switch self {
        case .array(let bytes): bytes.count
        case .mapped(let file): file.count
        }
    }

    /// Lends a part of the bytes for the time of a call.
    ///
    /// `range` must lie within the storage.
    func withSpan<R, E: Error>(_ range: Range<Int>, _ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        switch self {
        case .array(let bytes):
            try bytes.withUnsafeBufferPointer { (buffer) throws(E) in
                try body(Span(_unsafeElements: UnsafeBufferPointer(rebasing: buffer[range])))
            }
        case .mapped(let file):
            try file.withUnsafeBytes { (buffer) throws(E) in
                try buffer.withMemoryRebound(to: UInt8.self) { (pixels) throws(E) in
                    try body(Span(_unsafeElements: UnsafeBufferPointer(rebasing: pixels[range])))
                }
            }
        }
    }

    /// Copies a part of the bytes.
    func copy(_ range: Range<Int>) -> [UInt8] {
        switch self {
        case .array(let bytes): Array(bytes[range])
        case .mapped(let file): file.withUnsafeBytes { Array($0[range]) }
        }
    }
}
