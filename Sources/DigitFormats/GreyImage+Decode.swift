extension GreyImage {
    /// The most pixels that a picture may have, where a caller names no other limit.
    public static let maximumPixels = 50_000_000
    /// The most columns or rows that a picture may have: libpng's own limit.
    public static let maximumSide = 1_000_000

    /// Reads a picture of whatever format it is: PNG, JPEG, PBM, PGM or PPM.
    ///
    /// ```swift
    /// let photo = try GreyImage.decode(bytes)
    /// ```
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - maximumPixels: The most pixels that the picture may have.
    /// - Returns: The picture, upright; what is transparent shows white paper.
    /// - Throws: ``FormatError``: as the format's own reader does, or `unsupported` for a picture of another format, with its
    ///   name and how to convert it, or `wrongFormat` for what is no picture.
    public static func decode(
        _ bytes: RawSpan, maximumPixels: Int = maximumPixels
    ) throws(FormatError) -> GreyImage {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in
            switch Signature(buffer) {
            case .png: return try PNG.decodeGrey(buffer, 255, maximumPixels)
            case .jpeg: return try JPEG.decodeGrey(buffer, maximumPixels)
            case .pnm: return try PNM.decodeGrey(buffer, maximumPixels)
            case let other?:
                if let conversion = other.conversion {
                    throw FormatError(
                        .unsupported, .picture,
                        "\(other.description) is not read; convert it to PNG or JPEG, \(conversion)")
                }
                throw FormatError(
                    .wrongFormat, .picture, at: 0,
                    "expected PNG, JPEG or PNM; these bytes look like \(other.description)")
            case nil:
                throw FormatError(
                    buffer.isEmpty ? .truncated : .wrongFormat, .picture, at: 0,
                    buffer.isEmpty ? "the file is empty" : "expected PNG, JPEG, PBM, PGM or PPM, found none of them")
            }
        }
    }

    /// Reads a picture from an array of bytes.
    ///
    /// - Returns: The picture.
    /// - Throws: As for a span of bytes.
    public static func decode(
        _ bytes: [UInt8], maximumPixels: Int = maximumPixels
    ) throws(FormatError) -> GreyImage {
        try decode(bytes.span.bytes, maximumPixels: maximumPixels)
    }

    /// Refuses pictures past ``maximumSide`` or a number of pixels.
    static func checkSize(
        _ width: Int, _ height: Int, _ format: FormatError.Format, at offset: Int? = nil,
        maximumPixels: Int = maximumPixels
    ) throws(FormatError) {
        guard width <= maximumSide, height <= maximumSide, width * height <= maximumPixels else {
            throw FormatError(
                .limitExceeded, format, at: offset,
                "a picture of \(width) x \(height), the limit is \(maximumPixels) pixels and \(maximumSide) a side")
        }
    }
}
