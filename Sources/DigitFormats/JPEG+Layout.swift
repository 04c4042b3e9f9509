extension JPEG {
    /// What a walk through the markers of a file finds out, up to the first scan: size, components, how the camera was
    /// held; and that a picture of this size can be in a file of this length.
    struct Layout {
        let width: Int
        let height: Int
        /// Colour components: 1 grey, 3 colour, 4 inks.
        let components: Int
        let orientation: Orientation

        /// Each block of 8x8 pixels takes at least a bit, so a byte holds at most eight of them.
        static let maximumPixelsPerByte = 8 * 64

        init(_ bytes: UnsafeRawBufferPointer, maximumPixels: Int) throws(FormatError) {
            guard Signature.jpeg.matches(bytes) else {
                throw FormatError.wrongFormat(.jpeg, "a JPEG file begins with FF D8 FF", found: bytes)
            }
            var reader = ByteReader(bytes, format: .jpeg)
            _ = try reader.take(2, "the start of the picture")
            var frame: (width: Int, height: Int, components: Int)?
            var orientation = Orientation.upright
            while true {
                let start = reader.offset
                let marker = try Self.marker(&reader)
                switch marker {
                case 0x01, 0xD0...0xD7: continue
                case 0xD8, 0xD9: throw FormatError(.malformed, .jpeg, at: start, "there is no picture before the end")
                default: break
                }
                let length = Int(try reader.bigEndian(UInt16.self, "a segment's length"))
                guard length >= 2 else {
                    throw FormatError(.malformed, .jpeg, at: start, "a segment of \(length) bytes cannot be")
                }
                let data = try reader.take(length - 2, "a segment")
                switch marker {
                case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                    guard frame == nil else {
                        throw FormatError(.malformed, .jpeg, at: start, "there are two pictures in one")
                    }
                    frame = try Self.frame(marker, data, at: start, maximumPixels)
                case 0xE1: orientation = Orientation(exif: data) ?? orientation
                case 0xDA:
                    guard let frame else {
                        throw FormatError(.malformed, .jpeg, at: start, "a scan comes before the picture's size")
                    }
                    try Self.checkLength(bytes.count, frame.width, frame.height)
                    (width, height, components) = frame
                    self.orientation = orientation
                    return
                default: break
                }
            }
        }

        /// The next marker's second byte; any number of FF may stand in front of it.
        private static func marker(_ reader: inout ByteReader) throws(FormatError) -> UInt8 {
            let start = reader.offset
            guard try reader.byte("a marker") == 0xFF else {
                throw FormatError(.malformed, .jpeg, at: start, "expected a marker, which begins with FF")
            }
            var code = try reader.byte("a marker")
            while code == 0xFF { code = try reader.byte("a marker") }
            return code
        }

        private static func frame(
            _ marker: UInt8, _ data: UnsafeRawBufferPointer, at start: Int, _ maximumPixels: Int
        ) throws(FormatError) -> (width: Int, height: Int, components: Int) {
            guard marker <= 0xC2 else {
                let process = marker & 3 == 3 ? "lossless" : marker >= 0xC9 ? "arithmetic" : "hierarchical"
                throw FormatError(
                    .unsupported, .jpeg, at: start, "\(process) coding is not read; save the picture as baseline JPEG")
            }
            var header = ByteReader(data, format: .jpeg)
            let depth = try header.byte("the sample depth")
            let height = Int(try header.bigEndian(UInt16.self, "the height"))
            let width = Int(try header.bigEndian(UInt16.self, "the width"))
            let components = Int(try header.byte("the number of components"))
            guard depth == 8 else {
                throw FormatError(.unsupported, .jpeg, at: start, "samples of \(depth) bits are not read, only 8")
            }
            guard [1, 3, 4].contains(components) else {
                throw FormatError(.unsupported, .jpeg, at: start, "\(components) colour components are not read")
            }
            guard width > 0, height > 0 else {
                throw FormatError(.malformed, .jpeg, at: start, "a picture of \(width) x \(height) has no pixels")
            }
            try GreyImage.checkSize(width, height, .jpeg, at: start, maximumPixels: maximumPixels)
            return (width, height, components)
        }

        private static func checkLength(_ count: Int, _ width: Int, _ height: Int) throws(FormatError) {
            guard (width * height - 1) / maximumPixelsPerByte < count else {
                throw FormatError(
                    .malformed, .jpeg, "a file of \(count) bytes cannot hold a picture of \(width) x \(height)")
            }
        }
    }
}
