extension PNG {
    /// What a walk through the chunks of a file finds out: that it is whole, and how large the picture is.
    ///
    /// libpng's simplified interface stops after the last row, so it would take a file without an end for whole.
    struct Layout {
        let width: Int
        let height: Int

        init(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
            guard Signature.png.matches(bytes) else {
                throw FormatError.wrongFormat(.png, "a PNG file begins with 89 'PNG' 0D 0A 1A 0A", found: bytes)
            }
            var reader = ByteReader(bytes, format: .png)
            _ = try reader.take(Signature.pngMagic.count, "the signature")
            let header = try Self.chunk(&reader)
            guard header.type == "IHDR", header.data.count == 13 else {
                throw FormatError(.malformed, .png, at: 8, "the first chunk is no IHDR of 13 bytes")
            }
            let (width, height, rowBytes) = try Self.dimensions(header.data)
            var compressedSize = 0
            while true {
                let start = reader.offset
                let chunk = try Self.chunk(&reader)
                if chunk.type == "IDAT" { compressedSize += chunk.data.count }
                if chunk.type == "IEND" {
                    guard chunk.data.isEmpty else {
                        throw FormatError(.malformed, .png, at: start, "the IEND chunk is not empty")
                    }
                    break
                }
            }
            try reader.expectEnd()
            guard rowBytes * height <= (compressedSize + 1) * Inflater.maximumExpansion else {
                throw FormatError(
                    .malformed, .png, at: 16,
                    "\(compressedSize) compressed bytes cannot hold a picture of \(width) x \(height)")
            }
            self.width = width
            self.height = height
        }

        /// Takes the next chunk and checks its checksum.
        private static func chunk(
            _ reader: inout ByteReader
        ) throws(FormatError) -> (type: String, data: UnsafeRawBufferPointer) {
            let start = reader.offset
            let length = try reader.bigEndian(UInt32.self, "a chunk's length")
            let typeAndData = try reader.take(4 + Int(length), "a chunk")
            let checksum = try reader.bigEndian(UInt32.self, "a chunk's checksum")
            let type = String(decoding: typeAndData.prefix(4), as: UTF8.self)
            guard CRC32.checksum(typeAndData) == checksum else {
                throw FormatError(
                    .malformed, .png, at: start, "the checksum of chunk \(type.debugDescription) is wrong")
            }
            return (type, UnsafeRawBufferPointer(rebasing: typeAndData.dropFirst(4)))
        }

        /// Reads width and height, and how many bytes a row takes at least.
        private static func dimensions(
            _ header: UnsafeRawBufferPointer
        ) throws(FormatError) -> (width: Int, height: Int, rowBytes: Int) {
            var reader = ByteReader(header, format: .png)
            let width = Int(try reader.bigEndian(UInt32.self, "the width"))
            let height = Int(try reader.bigEndian(UInt32.self, "the height"))
            let depth = Int(try reader.byte("the bit depth"))
            let colourType = try reader.byte("the colour type")
            guard width > 0, height > 0 else {
                throw FormatError(.malformed, .png, at: 16, "a picture of \(width) x \(height) has no pixels")
            }
            let (count, overflow) = width.multipliedReportingOverflow(by: height)
            guard !overflow, count <= maximumPixels else {
                throw FormatError(
                    .limitExceeded, .png, at: 16,
                    "a picture of \(width) x \(height), the limit is \(maximumPixels) pixels")
            }
            // Other colour types are libpng's to refuse.
            let channels =
                switch colourType {
                case 2: 3
                case 4: 2
                case 6: 4
                default: 1
                }
            return (width, height, (width * channels * depth + 7) / 8)
        }
    }
}
