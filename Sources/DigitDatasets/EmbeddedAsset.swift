package import CDigitAssets

extension digit_asset {
    /// A copy of the bytes that are embedded in the binary.
    package var contents: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: bytes, count: count)) }
}
