/// Puts a PyTorch checkpoint together from its layout: a zip archive whose entries lie in one folder.
struct TorchFile {
    /// Opcodes of `data.pkl`, a character for each byte.
    var pickle: String
    /// By key.
    var storages: [(key: String, bytes: [UInt8])] = []
    /// `nil` for none, as before PyTorch 2.1.
    var byteOrder: String? = "little"
    var version = "3\n"
    var folder = "net/"

    /// The storage `0` of two rows of three small numbers, which a view in the pickle refers to.
    static let numbers: [UInt8] = [1, 2, 3, 252, 5, 60]

    /// `{"w": tensor}` of 8-bit integers out of the storage `0`, whose count, offset, shape and strides are opcodes.
    static func view(
        type: String = "CharStorage", count: String = "K\u{6}", offset: String, shape: String, strides: String
    ) -> String {
        "\u{80}\u{2}}X\u{1}\0\0\0w" + tensor(type: type, count: count, offset: offset, shape: shape, strides: strides)
            + "s."
    }

    static func tensor(
        type: String = "CharStorage", count: String = "K\u{6}", offset: String, shape: String, strides: String
    ) -> String {
        "ctorch._utils\n_rebuild_tensor_v2\n((X\u{7}\0\0\0storagectorch\n\(type)\nX\u{1}\0\0\00X\u{3}\0\0\0cpu"
            + count + "tQ" + offset + shape + strides + "\u{89}ccollections\nOrderedDict\n)RtR"
    }

    var bytes: [UInt8] {
        var zip = ZipFile(ZipFile.Entry(folder + "data.pkl", PickleTests.pickle(pickle)))
        if let byteOrder { zip.entries.append(ZipFile.Entry(folder + "byteorder", Array(byteOrder.utf8))) }
        zip.entries += storages.map { ZipFile.Entry(folder + "data/\($0.key)", $0.bytes) }
        zip.entries.append(ZipFile.Entry(folder + "version", Array(version.utf8)))
        return zip.bytes
    }
}
