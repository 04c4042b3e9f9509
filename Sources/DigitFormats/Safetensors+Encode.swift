extension Safetensors {
    /// Writes the arrays in the archive's order, and its metadata in the order of the keys.
    ///
    /// The header is filled up with spaces so that the data starts at a multiple of eight, as the reference does; the
    /// order of the file is kept, which no reader minds, so that reading and writing again changes nothing.
    ///
    /// - Throws: ``FormatError`` of kind `malformed` where an array is named `__metadata__`.
    public static func encode(_ archive: TensorArchive) throws(FormatError) -> [UInt8] {
        var fields: [String] = []
        if !archive.metadata.isEmpty {
            let pairs = archive.metadata.sorted { $0.key < $1.key }.map { quoted($0.key) + ":" + quoted($0.value) }
            fields.append("\"__metadata__\":{" + pairs.joined(separator: ",") + "}")
        }
        var end = 0
        for entry in archive.entries {
            guard entry.name != "__metadata__" else {
                throw FormatError(.malformed, .safetensors, "no array may be named __metadata__")
            }
            let start = end
            end += entry.tensor.bytes.count
            let shape = entry.tensor.shape.map(String.init).joined(separator: ",")
            fields.append(
                "\(quoted(entry.name)):{\"dtype\":\"\(entry.tensor.elementType.safetensorsName)\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}"
            )
        }
        var header = Array(("{" + fields.joined(separator: ",") + "}").utf8)
        header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.count + end)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes += header
        for entry in archive.entries { bytes += entry.tensor.bytes }
        return bytes
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
