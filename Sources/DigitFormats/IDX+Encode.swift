extension IDX {
    /// Writes an uncompressed file.
    ///
    /// - Parameter tensor: One to four dimensions, of one of the format's six types.
    /// - Returns: The file.
    /// - Throws: `unsupported` where the type, the number of dimensions or the size of one is not in the format.
    public static func encode(_ tensor: Tensor) throws(FormatError) -> [UInt8] {
        guard let code = tensor.elementType.idxCode else {
            throw FormatError(.unsupported, .idx, "\(tensor.elementType.rawValue) is no type of IDX files")
        }
        guard (1...maximumRank).contains(tensor.shape.count) else {
            throw FormatError(
                .unsupported, .idx, "\(tensor.shape.count) dimensions, 1 to \(maximumRank) can be written")
        }
        var file: [UInt8] = [0, 0, code, UInt8(tensor.shape.count)]
        for dimension in tensor.shape {
            guard let size = UInt32(exactly: dimension) else {
                throw FormatError(.unsupported, .idx, "a dimension of \(dimension) does not fit 32 bits")
            }
            file.append(bigEndian: size)
        }
        var data = tensor.bytes
        Tensor.swapByteOrder(&data, elementSize: tensor.elementType.size)
        return file + data
    }
}
