/// Pictures of the Netpbm family as grey levels: PBM, PGM and PPM, in plain text or raw (P1 to P6).
///
/// ```swift
/// try PNM.decodeGrey(Array("P2 3 1 9  0 3 9".utf8)).pixels  // [0, 85, 255]
/// ```
public enum PNM {
    /// Reads a picture as grey levels; colours become their luma (ITU-R BT.601).
    ///
    /// - Parameters:
    ///   - bytes: The whole file, which holds one picture.
    ///   - maximumPixels: The most pixels that the picture may have.
    /// - Returns: The picture.
    /// - Throws: ``FormatError``: `wrongFormat`, `limitExceeded` (checked before anything is allocated), `truncated`,
    ///   `trailingBytes`, or `malformed`.
    public static func decodeGrey(
        _ bytes: RawSpan, maximumPixels: Int = GreyImage.maximumPixels
    ) throws(FormatError) -> GreyImage {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in try decodeGrey(buffer, maximumPixels) }
    }

    /// Reads a picture from an array of bytes.
    ///
    /// - Returns: The picture.
    /// - Throws: As for a span of bytes.
    public static func decodeGrey(
        _ bytes: [UInt8], maximumPixels: Int = GreyImage.maximumPixels
    ) throws(FormatError) -> GreyImage {
        try decodeGrey(bytes.span.bytes, maximumPixels: maximumPixels)
    }

    static func decodeGrey(
        _ bytes: UnsafeRawBufferPointer, _ maximumPixels: Int
    ) throws(FormatError) -> GreyImage {
        guard Signature.pnm.matches(bytes) else {
            throw FormatError.wrongFormat(.pnm, "a PNM file begins with P1 to P6", found: bytes)
        }
        var reader = PNMReader(bytes)
        let kind = try reader.kind()
        let width = try reader.number("the width", upTo: GreyImage.maximumSide)
        let height = try reader.number("the height", upTo: GreyImage.maximumSide)
        guard width > 0, height > 0 else {
            throw FormatError(.malformed, .pnm, at: 2, "a picture of \(width) x \(height) has no pixels")
        }
        try GreyImage.checkSize(width, height, .pnm, at: 2, maximumPixels: maximumPixels)
        let highest = kind.isBitmap ? 1 : try reader.number("the highest level", upTo: 65_535)
        guard highest > 0 else { throw FormatError(.malformed, .pnm, at: 2, "the highest level is 0") }
        if !kind.isPlain { try reader.separator() }
        try reader.expect(
            kind.leastBytes(width: width, height: height, highest: highest), "\(width) x \(height) pixels")

        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height)
        for _ in 0..<height {
            if kind.isBitmap, !kind.isPlain {
                try reader.packedBits(width, into: &pixels)
                continue
            }
            for _ in 0..<width {
                let red = try reader.level(kind, highest)
                pixels.append(
                    kind.isColour
                        ? Luma.of(
                            red: red, green: try reader.level(kind, highest), blue: try reader.level(kind, highest))
                        : red)
            }
        }
        try reader.expectEnd(kind)
        return GreyImage(width: width, height: height, pixels: pixels)
    }
}
