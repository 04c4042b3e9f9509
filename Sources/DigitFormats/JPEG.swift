import CTurboJPEG

/// JPEG pictures as grey levels (ISO/IEC 10918-1), through TurboJPEG, whose errors are values.
///
/// Before TurboJPEG sees a file, its markers are walked through: the picture's size is checked against a cap and against
/// what the compressed bytes could hold. Cameras note in the file how they were held; the picture comes out upright.
///
/// ```swift
/// let photo = try JPEG.decodeGrey(bytes)
/// photo.width   // as one looks at it, not as the camera's sensor lay
/// ```
public enum JPEG {
    /// Reads a picture as grey levels: the luma of colours, the light that inks leave of CMYK.
    ///
    /// Baseline, extended and progressive files of 8 bits with Huffman coding are read: all that cameras and scanners
    /// write.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - maximumPixels: The most pixels that the picture may have.
    /// - Returns: The picture, turned upright.
    /// - Throws: ``FormatError``: `wrongFormat`, `limitExceeded` past `maximumPixels` (checked before anything is
    ///   allocated), `truncated`, `unsupported` for the rarer processes, or `malformed` with TurboJPEG's own reason.
    public static func decodeGrey(
        _ bytes: RawSpan, maximumPixels: Int = GreyImage.maximumPixels
    ) throws(FormatError) -> GreyImage {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in try decodeGrey(buffer, maximumPixels) }
    }

    /// Reads a picture from an array of bytes.
    ///
    /// - Returns: The picture, turned upright.
    /// - Throws: As for a span of bytes.
    public static func decodeGrey(
        _ bytes: [UInt8], maximumPixels: Int = GreyImage.maximumPixels
    ) throws(FormatError) -> GreyImage {
        try decodeGrey(bytes.span.bytes, maximumPixels: maximumPixels)
    }

    static func decodeGrey(
        _ bytes: UnsafeRawBufferPointer, _ maximumPixels: Int
    ) throws(FormatError) -> GreyImage {
        let layout = try Layout(bytes, maximumPixels: maximumPixels)
        let session = try Session()
        let channels = layout.components == 4 ? 4 : 1
        let format = layout.components == 4 ? TJPF_CMYK : TJPF_GRAY
        var status: CInt = 0
        let count = layout.width * layout.height * channels
        let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            // What a damaged file leaves open is defined all the same.
            buffer.initialize(repeating: 0)
            status = tjDecompress2(
                session.handle, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt(bytes.count),
                buffer.baseAddress, CInt(layout.width), 0, CInt(layout.height), format.rawValue,
                CInt(TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS))
            filled = count
        }
        if status != 0 { try session.checkHarmless() }
        let pixels = channels == 4 ? greyOfInks(samples) : samples
        let stored = GreyImage(width: layout.width, height: layout.height, pixels: pixels)
        return stored.turned(layout.orientation)
    }

    /// The light that four inks leave, weighted as luma: 255 stands for no ink, which is how Adobe's programs, and so
    /// nearly all CMYK files, store it.
    private static func greyOfInks(_ samples: [UInt8]) -> [UInt8] {
        stride(from: 0, to: samples.count, by: 4).map { start in
            let light = Luma.of(red: samples[start], green: samples[start + 1], blue: samples[start + 2])
            return UInt8((Int(light) * Int(samples[start + 3]) + 127) / 255)
        }
    }

    /// Owns TurboJPEG's state.
    private struct Session: ~Copyable {
        let handle: tjhandle

        init() throws(FormatError) {
            guard let handle = tjInitDecompress() else {
                throw FormatError(.unsupported, .jpeg, "TurboJPEG could not be started: \(Self.reason(nil))")
            }
            self.handle = handle
        }

        deinit { tjDestroy(handle) }

        /// Throws what TurboJPEG found, unless it is the one warning that phones' whole pictures cause: padding in
        /// front of the end.
        func checkHarmless() throws(FormatError) {
            let reason = Self.reason(handle)
            let isWarning = tjGetErrorCode(handle) == CInt(TJERR_WARNING.rawValue)
            guard isWarning, reason.contains("extraneous bytes before marker 0xd9") else {
                throw FormatError(.malformed, .jpeg, "TurboJPEG says: \(reason)")
            }
        }

        private static func reason(_ handle: tjhandle?) -> String {
            tjGetErrorStr2(handle).map { String(cString: $0) } ?? "no reason"
        }
    }
}
