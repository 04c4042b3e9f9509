extension Safetensors {
    /// Writes the arrays, those of the widest elements first and otherwise in the archive's order, and the metadata in
    /// the order of its keys.
    ///
    /// The header is filled up with spaces so that the data starts at a multiple of eight. With the widest first, as in
    /// the reference, every element lies at a multiple of its size: PyTorch looks at the arrays where they are, and
    /// refuses others.
    ///
    /// - Throws: ``FormatError``: `malformed` where an array is named `__metadata__`, or two arrays alike;
    ///   `limitExceeded` where the header would pass ``maximumHeaderSize``.
    public static func encode(_ archive: TensorArchive) throws(FormatError) -> [UInt8] {
        // Sorting is stable.
        let entries = archive.entries.sorted { $0.tensor.elementType.size > $1.tensor.elementType.size }
        let header = try header(entries, archive.metadata)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(8 + header.count) { $0 + $1.tensor.bytes.count })
        bytes.append(littleEndian: UInt64(header.count))
        bytes += header
        for entry in entries { bytes += entry.tensor.bytes }
        return bytes
    }

    private static func header(
        _ entries: [TensorArchive.Entry], _ metadata: [String: String]
    ) throws(FormatError) -> [UInt8] {
        var fields: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { quoted($0.key) + ":" + quoted($0.value) }
            fields.append("\"__metadata__\":{" + pairs.joined(separator: ",") + "}")
        }
        var names: Set = ["__metadata__"]
        var end = 0
        for entry in entries {
            guard names.insert(entry.name).inserted else {
                throw FormatError(
                    .malformed, .safetensors,
                    entry.name == "__metadata__"
                        ? "no array may be named __metadata__" : "two arrays are named \(String(shown: entry.name))")
            }
            let start = end
            end += entry.tensor.bytes.count
            let type = quoted(entry.tensor.elementType.safetensorsName)
            fields.append(
                "\(quoted(entry.name)):{\"dtype\":\(type),\"shape\":\(json(entry.tensor.shape)),"
                    + "\"data_offsets\":\(json([start, end]))}")
        }
        var header = Array(("{" + fields.joined(separator: ",") + "}").utf8)
        header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        guard header.count <= maximumHeaderSize else {
            throw FormatError(
                .limitExceeded, .safetensors, "a header of \(header.count) bytes passes \(maximumHeaderSize)")
        }
        return header
    }

    private static func json(_ numbers: [Int]) -> String {
        "[" + numbers.map(String.init).joined(separator: ",") + "]"
    }

    /// A JSON string: quotes, backslashes and control characters escaped, the rest as it is.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
