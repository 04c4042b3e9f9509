import CPNG

/// PNG pictures as grey levels, through libpng's simplified interface, whose errors are values.
///
/// ```swift
/// let file = try PNG.encode(GreyImage(width: 3, height: 1, pixels: [0, 128, 255]))
/// try PNG.decodeGrey(file).pixels  // [0, 128, 255]
/// ```
public enum PNG {
    /// The most pixels that a picture may have, read or written.
    public static let maximumPixels = 50_000_000

    /// The first bytes of any PNG file.
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Reads a picture of any colour type and depth as grey levels.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - background: The level behind what is transparent; paper is 255 in a photograph, 0 in MNIST.
    /// - Returns: The picture.
    /// - Throws: ``FormatError``: `wrongFormat`, `limitExceeded` past ``maximumPixels`` (checked before anything is
    ///   allocated), or `malformed` with libpng's own reason.
    public static func decodeGrey(_ bytes: RawSpan, background: UInt8 = 255) throws(FormatError) -> GreyImage {
        try bytes.withUnsafeBytes { (buffer) throws(FormatError) in
            guard buffer.starts(with: signature) else {
                throw FormatError(.wrongFormat, .png, at: 0, "expected the signature of a PNG file")
            }
            var image = png_image()
            image.version = png_uint_32(PNG_IMAGE_VERSION)
            defer { png_image_free(&image) }
            guard png_image_begin_read_from_memory(&image, buffer.baseAddress, buffer.count) != 0 else {
                throw failure(image)
            }
            let (width, height) = (Int(image.width), Int(image.height))
            let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
            guard !overflow, pixels <= maximumPixels else {
                throw FormatError(
                    .limitExceeded, .png, at: 16,
                    "expected at most \(maximumPixels) pixels, the file declares \(width) x \(height)")
            }
            image.format = png_uint_32(PNG_FORMAT_GRAY)
            var behind = png_color(red: background, green: background, blue: background)
            var levels = [UInt8](repeating: 0, count: pixels)
            guard png_image_finish_read(&image, &behind, &levels, png_int_32(width), nil) != 0 else {
                throw failure(image)
            }
            return GreyImage(width: width, height: height, pixels: levels)
        }
    }

    /// Reads a picture from an array of bytes.
    ///
    /// - Returns: The picture.
    /// - Throws: As for a span of bytes.
    public static func decodeGrey(_ bytes: [UInt8], background: UInt8 = 255) throws(FormatError) -> GreyImage {
        try decodeGrey(bytes.span.bytes, background: background)
    }

    /// Writes a picture as 8-bit grey.
    ///
    /// - Returns: The bytes of the file.
    /// - Throws: ``FormatError``: `limitExceeded` past ``maximumPixels``.
    public static func encode(_ picture: GreyImage) throws(FormatError) -> [UInt8] {
        guard picture.pixels.count <= maximumPixels, let width = png_uint_32(exactly: picture.width),
            let height = png_uint_32(exactly: picture.height)
        else {
            throw FormatError(
                .limitExceeded, .png,
                "expected at most \(maximumPixels) pixels, found \(picture.width) x \(picture.height)")
        }
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = width
        image.height = height
        image.format = png_uint_32(PNG_FORMAT_GRAY)
        defer { png_image_free(&image) }
        // The first call only measures.
        var count = png_alloc_size_t(0)
        guard png_image_write_to_memory(&image, nil, &count, 0, picture.pixels, png_int_32(width), nil) != 0 else {
            throw failure(image)
        }
        var bytes = [UInt8](repeating: 0, count: Int(count))
        guard png_image_write_to_memory(&image, &bytes, &count, 0, picture.pixels, png_int_32(width), nil) != 0 else {
            throw failure(image)
        }
        bytes.removeSubrange(Int(count)...)
        return bytes
    }

    /// What libpng says is wrong.
    private static func failure(_ image: png_image) -> FormatError {
        let reason = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return FormatError(.malformed, .png, reason.isEmpty ? "the file is damaged" : reason)
    }
}
