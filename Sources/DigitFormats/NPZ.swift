/// NPZ files: a zip archive of NPY files, one for each named array, as `numpy.savez` writes them.
///
/// ```swift
/// let archive = TensorArchive([.init(name: "b1", tensor: Tensor([10, 100] as [Float], shape: [2]))])
/// let file = try NPZ.encode(archive, compressed: true)
/// try NPZ.decode(file)["b1"]?.floats()  // [10, 100]
/// ```
public enum NPZ {
    /// The most that the arrays of a file may take together, in bytes, unless the caller says otherwise: 1 GiB.
    public static let defaultLimit = 1 << 30

    private static let suffix = ".npy"

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - limit: The most that the entries may take together when decompressed, in bytes; checked first of all.
    /// - Returns: The arrays in the order of the archive, under their names without `.npy`.
    /// - Throws: What ``ZipArchive`` throws, under its own format; `unsupported` where an entry is no `.npy`; what
    ///   ``NPY`` throws, with the entry's name; `limitExceeded`.
    public static func decode(_ bytes: RawSpan, limit: Int = defaultLimit) throws(FormatError) -> TensorArchive {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in
            let archive = try ZipArchive(buffer.bytes)
            // Each size is below 2^32 and there are at most 10,000: the sum cannot overflow.
            let total = archive.entries.reduce(0) { $0 + $1.size }
            guard total <= limit else {
                throw FormatError(.limitExceeded, .npz, "the arrays take \(total) bytes, the limit is \(limit)")
            }
            var entries: [TensorArchive.Entry] = []
            for entry in archive.entries {
                guard entry.name.hasSuffix(suffix) else {
                    throw FormatError(
                        .unsupported, .npz, at: entry.dataOffset, "entry \(entry.label) is no .npy file"
                    )
                }
                let contents = try archive.extract(entry, from: buffer, limit: entry.size)
                entries.append(
                    TensorArchive.Entry(
                        name: String(entry.name.dropLast(suffix.count)), tensor: try decode(contents, of: entry)))
            }
            return TensorArchive(entries)
        }
    }

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - limit: The most that the entries may take together when decompressed, in bytes; checked first of all.
    /// - Returns: The arrays in the order of the archive, under their names without `.npy`.
    /// - Throws: As for a span of bytes.
    public static func decode(_ bytes: [UInt8], limit: Int = defaultLimit) throws(FormatError) -> TensorArchive {
        try decode(bytes.span.bytes, limit: limit)
    }

    /// Writes a file that `numpy.load` reads; the archive's metadata have no place in it and are left out.
    ///
    /// - Parameters:
    ///   - archive: Arrays under distinct names.
    ///   - compressed: Whether the arrays are deflated, as `numpy.savez_compressed` does.
    /// - Returns: The file; the same arrays give the same bytes, with the same version of zlib.
    /// - Throws: What ``NPY`` throws; `malformed` where two names are the same; `limitExceeded` past
    ///   ``ZipArchive/maximumEntryCount`` arrays; `unsupported` where the archive would pass 4 GB.
    public static func encode(_ archive: TensorArchive, compressed: Bool) throws(FormatError) -> [UInt8] {
        var writer = ZipWriter()
        for entry in archive.entries {
            try writer.add(entry.name + suffix, try NPY.encode(entry.tensor), compressed: compressed)
        }
        return try writer.finish()
    }

    /// Reads one entry; an error says which, and its position counts from the start of the entry's contents.
    private static func decode(_ contents: [UInt8], of entry: ZipArchive.Entry) throws(FormatError) -> Tensor {
        do throws(FormatError) {
            return try NPY.decode(contents)
        } catch {
            let position = error.offset.map { ", at byte \($0) of the entry" } ?? ""
            throw FormatError(
                error.kind, .npz, "entry \(entry.label): \(error.message)\(position)")
        }
    }
}
