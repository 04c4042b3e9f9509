import CPNG

/// PNG pictures as grey levels (ISO/IEC 15948), through libpng's simplified interface, whose errors are values.
///
/// Before libpng sees a file, its chunks are walked through: the picture's size is checked against a cap and against
/// what the compressed bytes could hold, and checksums against the bytes. Texts, profiles and other chunks that make
/// no pixels are left out.
///
/// ```swift
/// let file = try PNG.encode(GreyImage(width: 3, height: 1, pixels: [0, 128, 255]))
/// try PNG.decodeGrey(file).pixels  // [0, 128, 255]
/// ```
public enum PNG {
    /// The most pixels that a picture may have, read or written.
    public static let maximumPixels = GreyImage.maximumPixels
    /// The most columns or rows that a picture may have, read or written: libpng's own limit.
    public static let maximumSide = GreyImage.maximumSide

    /// Reads a picture of any colour type and depth as grey levels.
    ///
    /// Colours become their luminance; 16-bit samples without a gamma are taken as sRGB, like 8-bit ones.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - background: The level behind what is transparent; paper is 255 in a photograph, 0 in MNIST.
    /// - Returns: The picture.
    /// - Throws: ``FormatError``: `wrongFormat`, `limitExceeded` past ``maximumPixels`` or ``maximumSide`` (checked
    ///   before anything is allocated), `truncated`, `trailingBytes`, or `malformed` where a checksum, a chunk or the compressed data are
    ///   wrong, with libpng's own reason where it found that.
    public static func decodeGrey(_ bytes: RawSpan, background: UInt8 = 255) throws(FormatError) -> GreyImage {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in try decodeGrey(buffer, background) }
    }

    /// Reads a picture from an array of bytes.
    ///
    /// - Returns: The picture.
    /// - Throws: As for a span of bytes.
    public static func decodeGrey(_ bytes: [UInt8], background: UInt8 = 255) throws(FormatError) -> GreyImage {
        try decodeGrey(bytes.span.bytes, background: background)
    }

    static func decodeGrey(
        _ bytes: UnsafeRawBufferPointer, _ background: UInt8, _ maximumPixels: Int = maximumPixels
    ) throws(FormatError) -> GreyImage {
        let layout = try Layout(bytes, maximumPixels: maximumPixels)
        guard layout.essential != [0..<bytes.count] else { return try decodeGrey(bytes, layout, background) }
        var essential: [UInt8] = []
        essential.reserveCapacity(layout.essential.reduce(0) { $0 + $1.count })
        for range in layout.essential { essential += bytes[range] }
        return try essential.span.bytes.withUnsafeBytes { bytes throws(FormatError) in
            try decodeGrey(bytes, layout, background)
        }
    }

    /// Reads a file that has no chunks but the essential ones.
    private static func decodeGrey(
        _ bytes: UnsafeRawBufferPointer, _ layout: Layout, _ background: UInt8
    ) throws(FormatError) -> GreyImage {
        let session = Session()
        guard png_image_begin_read_from_memory(session.image, bytes.baseAddress, bytes.count) != 0 else {
            throw session.error(.malformed)
        }
        session.image.pointee.format = png_uint_32(PNG_FORMAT_GRAY)
        session.image.pointee.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
        var behind = png_color(red: background, green: background, blue: background)
        var succeeded = false
        let pixels = [UInt8](unsafeUninitializedCapacity: layout.width * layout.height) { buffer, count in
            // A stride of 0 is that of rows without gaps; no colour map is wanted.
            succeeded = png_image_finish_read(session.image, &behind, buffer.baseAddress, 0, nil) != 0
            count = succeeded ? layout.width * layout.height : 0
        }
        guard succeeded else { throw session.error(.malformed) }
        return GreyImage(width: layout.width, height: layout.height, pixels: pixels)
    }

    /// Writes a picture as 8-bit grey.
    ///
    /// - Returns: The bytes of the file: the same for the same picture, with the same versions of libpng and zlib.
    /// - Throws: ``FormatError``: `limitExceeded` past ``maximumPixels`` or ``maximumSide``, `unsupported` where
    ///   libpng refuses the picture.
    public static func encode(_ picture: GreyImage) throws(FormatError) -> [UInt8] {
        try encode(picture.width, picture.height, picture.pixels, format: UInt32(PNG_FORMAT_GRAY))
    }

    /// Writes a picture as 8-bit colour.
    ///
    /// - Returns: The bytes of the file.
    /// - Throws: As for a grey picture.
    public static func encode(_ picture: ColourImage) throws(FormatError) -> [UInt8] {
        try encode(picture.width, picture.height, picture.samples, format: UInt32(PNG_FORMAT_RGB))
    }

    private static func encode(
        _ width: Int, _ height: Int, _ samples: [UInt8], format: UInt32
    ) throws(FormatError) -> [UInt8] {
        try GreyImage.checkSize(width, height, .png)
        let session = Session()
        session.image.pointee.width = png_uint_32(width)
        session.image.pointee.height = png_uint_32(height)
        session.image.pointee.format = png_uint_32(format)
        // The first call only measures.
        var size = png_alloc_size_t(0)
        guard png_image_write_to_memory(session.image, nil, &size, 0, samples, 0, nil) != 0 else {
            throw session.error(.unsupported)
        }
        var succeeded = false
        let file = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            succeeded = png_image_write_to_memory(session.image, buffer.baseAddress, &size, 0, samples, 0, nil) != 0
            count = succeeded ? Int(size) : 0
        }
        guard succeeded else { throw session.error(.unsupported) }
        return file
    }

    /// Owns libpng's control structure, on the heap: libpng keeps its address from the first call to the last.
    private struct Session: ~Copyable {
        let image: UnsafeMutablePointer<png_image>

        init() {
            image = .allocate(capacity: 1)
            image.initialize(to: png_image())
            image.pointee.version = png_uint_32(PNG_IMAGE_VERSION)
        }

        deinit {
            png_image_free(image)
            image.deinitialize(count: 1)
            image.deallocate()
        }

        /// An error with libpng's own message.
        func error(_ kind: FormatError.Kind) -> FormatError {
            let reason = withUnsafeBytes(of: image.pointee.message) { buffer in
                String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
            }
            return FormatError(kind, .png, "libpng says: \(reason)")
        }
    }
}
