extension ZipArchive {
    /// The fields that a local header and a header of the central directory have in common, in the same order.
    struct CommonHeader {
        let flags: UInt16
        let method: UInt16
        let crc32: UInt32
        let compressedSize: UInt32
        let size: UInt32
        let nameLength: UInt16
        let extraLength: UInt16

        init(_ reader: inout ByteReader) throws(FormatError) {
            flags = try reader.littleEndian(UInt16.self, "the flags")
            method = try reader.littleEndian(UInt16.self, "the method")
            _ = try reader.take(4, "the time stamp")
            crc32 = try reader.littleEndian(UInt32.self, "the checksum")
            compressedSize = try reader.littleEndian(UInt32.self, "the compressed size")
            size = try reader.littleEndian(UInt32.self, "the size")
            nameLength = try reader.littleEndian(UInt16.self, "the name's length")
            extraLength = try reader.littleEndian(UInt16.self, "the extra fields' length")
        }

        /// Bit 0, encryption; bit 6, strong encryption; bit 13, masked headers.
        var isEncrypted: Bool { flags & 0x2041 != 0 }

        /// Bit 3: sizes and checksum follow the data, and the local header may have zeros for them.
        var hasDataDescriptor: Bool { flags & 0x0008 != 0 }
    }

    /// Reads a local header and refuses one that tells another story than the central directory: readers that trust
    /// one and readers that trust the other would see different files.
    static func checkLocalHeader(
        _ reader: inout ByteReader, against central: CommonHeader, name: UnsafeRawBufferPointer, label: String
    ) throws(FormatError) {
        let start = reader.offset
        guard try reader.littleEndian(UInt32.self, "the header of entry \(label)") == Record.localHeader else {
            throw FormatError(.malformed, .zip, at: start, "no entry begins here, the directory has \(label)")
        }
        _ = try reader.take(2, "the version")
        let local = try CommonHeader(&reader)
        let localName = try reader.take(Int(local.nameLength), "the name of entry \(label)")
        let extra = try reader.take(Int(local.extraLength), "the extra fields of entry \(label)")
        let sizes = try sizes(of: local, extra: extra, at: reader.offset - extra.count)

        func differs(_ field: String) -> FormatError {
            FormatError(
                .malformed, .zip, at: start,
                "entry \(label) has another \(field) in its own header than in the directory")
        }
        guard localName.elementsEqual(name) else { throw differs("name") }
        guard local.method == central.method else { throw differs("method") }
        guard local.isEncrypted == central.isEncrypted else { throw differs("encryption") }
        if local.hasDataDescriptor, local.crc32 == 0, sizes == (0, 0) { return }
        guard local.crc32 == central.crc32 else { throw differs("checksum") }
        guard sizes == (UInt64(central.compressedSize), UInt64(central.size)) else { throw differs("size") }
    }

    /// The sizes of a local header; NumPy puts them into a ZIP64 field there even where they are small.
    private static func sizes(
        of header: CommonHeader, extra: UnsafeRawBufferPointer, at base: Int
    ) throws(FormatError) -> (compressed: UInt64, uncompressed: UInt64) {
        guard header.compressedSize == seeZip64 || header.size == seeZip64 else {
            return (UInt64(header.compressedSize), UInt64(header.size))
        }
        var reader = ByteReader(extra, format: .zip)
        while reader.remaining > 0 {
            let identifier = try reader.littleEndian(UInt16.self, "an extra field's identifier")
            let length = try reader.littleEndian(UInt16.self, "an extra field's length")
            let field = try reader.take(Int(length), "an extra field")
            if identifier == 0x0001 {
                var values = ByteReader(field, format: .zip)
                let size = try values.littleEndian(UInt64.self, "the size in the ZIP64 field")
                let compressed = try values.littleEndian(UInt64.self, "the compressed size in the ZIP64 field")
                return (compressed, size)
            }
        }
        throw FormatError(.malformed, .zip, at: base, "the ZIP64 field that an entry's sizes refer to is missing")
    }
}
