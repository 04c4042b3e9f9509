extension NPY {
    /// The elements start at a multiple of this, so that a mapped file can be used as it is.
    private static let alignment = 64

    /// Writes a file of version 1.0, in C order and little-endian.
    ///
    /// - Parameter tensor: The array.
    /// - Returns: The file; its elements start at a multiple of 64 bytes.
    /// - Throws: `unsupported` for bfloat16, which NumPy does not have, and for more than ``maximumRank`` dimensions.
    public static func encode(_ tensor: Tensor) throws(FormatError) -> [UInt8] {
        guard let code = tensor.elementType.numPyCode else {
            throw FormatError(.unsupported, .npy, "\(tensor.elementType.rawValue) is no type of NumPy")
        }
        guard tensor.shape.count <= maximumRank else {
            throw FormatError(.unsupported, .npy, "\(tensor.shape.count) dimensions, NumPy has at most \(maximumRank)")
        }
        let order = tensor.elementType.size == 1 ? "|" : "<"
        let sizes = tensor.shape.map(String.init).joined(separator: ", ")
        let tuple = tensor.shape.count == 1 ? "(\(sizes),)" : "(\(sizes))"
        let dictionary = "{'descr': '\(order)\(code)', 'fortran_order': False, 'shape': \(tuple), }"

        // Magic, version, length, dictionary and line feed, rounded up; at most 64 sizes of 19 digits fit version 1.0.
        let prefixSize = Signature.npyMagic.count + 4
        let unpadded = prefixSize + dictionary.utf8.count + 1
        let total = (unpadded + alignment - 1) / alignment * alignment
        var file = Signature.npyMagic + [1, 0]
        file.reserveCapacity(total + tensor.bytes.count)
        file.append(littleEndian: UInt16(total - prefixSize))
        file += dictionary.utf8
        file += [UInt8](repeating: UInt8(ascii: " "), count: total - unpadded)
        file.append(UInt8(ascii: "\n"))
        file += tensor.bytes
        return file
    }
}
