extension PNG {
    /// What a walk through the chunks of a file finds out: that it is whole, how large the picture is, and where the
    /// chunks lie that make its pixels.
    ///
    /// libpng's simplified interface stops after the last row, so it would take a file without an end for whole. It
    /// also decompresses every text and profile on the way, up to 8 MB for each: those are not handed to it.
    struct Layout {
        let width: Int
        let height: Int
        /// The signature and the chunks that libpng needs, as ranges of the file; neighbours are joined.
        let essential: [Range<Int>]

        /// Ancillary chunks that change pixels: transparency, gamma, and the colours of the primaries.
        ///
        /// A profile (iCCP) is not among them: without it, levels are taken as sRGB, as those of most pictures are.
        private static let ancillaryTypes: Set<String> = ["tRNS", "gAMA", "cHRM", "sRGB"]

        init(_ bytes: UnsafeRawBufferPointer, maximumPixels: Int) throws(FormatError) {
            guard Signature.png.matches(bytes) else {
                throw FormatError.wrongFormat(.png, "a PNG file begins with 89 'PNG' 0D 0A 1A 0A", found: bytes)
            }
            var reader = ByteReader(bytes, format: .png)
            _ = try reader.take(Signature.pngMagic.count, "the signature")
            let header = try Self.chunk(&reader)
            guard header.type == "IHDR", header.data.count == 13 else {
                throw FormatError(.malformed, .png, at: 8, "the first chunk is no IHDR of 13 bytes")
            }
            let (width, height, rowBytes) = try Self.dimensions(header.data, maximumPixels)
            var essential = [0..<reader.offset]
            var compressedSize = 0
            var isEnded = false
            while !isEnded {
                let start = reader.offset
                let chunk = try Self.chunk(&reader)
                if chunk.type == "IDAT" { compressedSize += chunk.data.count }
                isEnded = chunk.type == "IEND"
                guard !isEnded || chunk.data.isEmpty else {
                    throw FormatError(.malformed, .png, at: start, "the IEND chunk is not empty")
                }
                if chunk.isCritical || Self.ancillaryTypes.contains(chunk.type) {
                    Self.append(start..<reader.offset, to: &essential)
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
            self.essential = essential
        }

        /// Adds a range that begins where the last one ends, or behind it.
        private static func append(_ range: Range<Int>, to ranges: inout [Range<Int>]) {
            if let last = ranges.last, last.upperBound == range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }

        /// One chunk, its checksum checked.
        private struct Chunk {
            let type: String
            let data: UnsafeRawBufferPointer
            /// Whether the picture cannot be shown without it: what the case of the first letter says.
            let isCritical: Bool
        }

        private static func chunk(_ reader: inout ByteReader) throws(FormatError) -> Chunk {
            let start = reader.offset
            let length = try reader.bigEndian(UInt32.self, "a chunk's length")
            let typeAndData = try reader.take(4 + Int(length), "a chunk")
            let checksum = try reader.bigEndian(UInt32.self, "a chunk's checksum")
            let type = typeAndData.prefix(4)
            guard type.allSatisfy({ (0x41...0x5A).contains($0 & ~0x20) }) else {
                throw FormatError(.malformed, .png, at: start, "a chunk's type is not made of four letters")
            }
            let name = String(decoding: type, as: UTF8.self)
            guard CRC32.checksum(typeAndData) == checksum else {
                throw FormatError(.malformed, .png, at: start, "the checksum of chunk \(name) is wrong")
            }
            return Chunk(
                type: name, data: UnsafeRawBufferPointer(rebasing: typeAndData.dropFirst(4)),
                isCritical: typeAndData[0] & 0x20 == 0)
        }

        /// Reads width and height, and how many bytes a row takes at least.
        private static func dimensions(
            _ header: UnsafeRawBufferPointer, _ maximumPixels: Int
        ) throws(FormatError) -> (width: Int, height: Int, rowBytes: Int) {
            var reader = ByteReader(header, format: .png)
            let width = Int(try reader.bigEndian(UInt32.self, "the width"))
            let height = Int(try reader.bigEndian(UInt32.self, "the height"))
            let depth = Int(try reader.byte("the bit depth"))
            let colourType = try reader.byte("the colour type")
            guard width > 0, height > 0 else {
                throw FormatError(.malformed, .png, at: 16, "a picture of \(width) x \(height) has no pixels")
            }
            try GreyImage.checkSize(width, height, .png, at: 16, maximumPixels: maximumPixels)
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
