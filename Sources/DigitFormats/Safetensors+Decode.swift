extension Safetensors {
    /// Reads the arrays, in the order of their bytes, and the metadata.
    ///
    /// - Throws: ``FormatError``: `truncated`, `trailingBytes`, `malformed` where the header breaks a rule (a key twice,
    ///   a gap or an overlap between arrays, a size that is not its shape's), `unsupported` for an element type that is
    ///   not one of ``ElementType``, `limitExceeded` for a header past ``maximumHeaderSize`` or more than
    ///   ``maximumRank`` dimensions.
    public static func decode(_ bytes: RawSpan) throws(FormatError) -> TensorArchive {
        try bytes.withUnsafeBytes { (buffer) throws(FormatError) in
            var reader = ByteReader(buffer, format: .safetensors)
            let announced = try reader.littleEndian(UInt64.self, "the header's length")
            guard announced <= maximumHeaderSize else {
                throw FormatError(
                    .limitExceeded, .safetensors, at: 0,
                    "expected a header of at most \(maximumHeaderSize) bytes, it announces \(announced)")
            }
            let header = try reader.take(Int(announced), "the header")
            guard header.first == UInt8(ascii: "{") else {
                throw FormatError(.wrongFormat, .safetensors, at: 8, "expected a header that begins with {")
            }
            let (entries, metadata) = try readHeader(header)
            return TensorArchive(try tensors(entries, &reader), metadata: metadata)
        }
    }

    /// Reads the arrays of the bytes of a file.
    ///
    /// - Throws: As for a span of bytes.
    public static func decode(_ bytes: [UInt8]) throws(FormatError) -> TensorArchive {
        try decode(bytes.span.bytes)
    }

    /// Takes the arrays one after the other: each begins where the one before it ends, and the last ends the file.
    private static func tensors(
        _ entries: [Entry], _ reader: inout ByteReader
    ) throws(FormatError) -> [TensorArchive.Entry] {
        // By their bytes; of empty arrays at one place, in the order of the header.
        let ordered = entries.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
                < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
        }
        var tensors: [TensorArchive.Entry] = []
        var end = 0
        for (_, entry) in ordered {
            guard entry.range.lowerBound == end else {
                throw FormatError(
                    .malformed, .safetensors, at: reader.offset,
                    "\(entry.shown) should begin at \(end) of the data, it says \(entry.range.lowerBound)")
            }
            end = entry.range.upperBound
            tensors.append(TensorArchive.Entry(name: entry.name, tensor: try tensor(entry, &reader)))
        }
        try reader.expectEnd()
        return tensors
    }

    /// Takes one array, once its size is known to be its shape's and to be there.
    private static func tensor(_ entry: Entry, _ reader: inout ByteReader) throws(FormatError) -> Tensor {
        let start = reader.offset
        let count = entry.range.count
        guard Tensor.byteCount(of: entry.shape, entry.elementType) == count else {
            throw FormatError(
                .malformed, .safetensors, at: start,
                "\(entry.shown) has \(count) bytes, its shape is \(entry.shape) of \(entry.elementType.safetensorsName)"
            )
        }
        guard count <= reader.remaining else {
            throw FormatError(
                .truncated, .safetensors, at: start,
                "\(entry.shown) takes \(count) bytes, \(reader.remaining) are left")
        }
        return try Tensor(
            elementType: entry.elementType, shape: entry.shape, stored: reader.take(count, "an array"),
            bigEndian: false, fortranOrder: false, format: .safetensors, at: start)
    }

    /// Understands the header: an object of entries, and of text under `__metadata__`.
    private static func readHeader(
        _ header: UnsafeRawBufferPointer
    ) throws(FormatError) -> (entries: [Entry], metadata: [String: String]) {
        // Eight bytes of length come before it: positions in errors are those in the file.
        var json = HeaderReader(header, base: 8)
        var entries: [Entry] = []
        var metadata: [String: String] = [:]
        try json.object { (json, name, _) throws(FormatError) in
            if name == "__metadata__" {
                try json.object { (json, key, _) throws(FormatError) in metadata[key] = try json.string() }
            } else {
                entries.append(try readEntry(name, &json))
            }
        }
        try json.expectEnd()
        return (entries, metadata)
    }

    private static func readEntry(_ name: String, _ json: inout HeaderReader) throws(FormatError) -> Entry {
        let start = json.position
        // Made for errors alone: files may have a million arrays.
        var shown: String { String(shown: name) }
        var elementType: ElementType?
        var shape: [Int]?
        var offsets: [Int]?
        try json.object { (json, key, position) throws(FormatError) in
            switch key {
            case "dtype":
                let type = try json.string()
                guard let known = ElementType.allCases.first(where: { $0.safetensorsName == type }) else {
                    throw FormatError(
                        .unsupported, .safetensors, at: position,
                        "\(shown) has the element type \(String(shown: type)), which is not known")
                }
                elementType = known
            case "shape": shape = try json.integers()
            case "data_offsets": offsets = try json.integers()
            default:
                throw FormatError(
                    .malformed, .safetensors, at: position,
                    "\(shown) has the field \(String(shown: key)), expected dtype, shape and data_offsets")
            }
        }
        guard let elementType, let shape, let offsets else {
            throw FormatError(
                .malformed, .safetensors, at: start, "\(shown) lacks one of dtype, shape and data_offsets")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw FormatError(
                .malformed, .safetensors, at: start, "\(shown) has the data_offsets \(offsets), expected begin and end")
        }
        return Entry(name: name, elementType: elementType, shape: shape, range: offsets[0]..<offsets[1])
    }
}
