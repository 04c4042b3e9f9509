/// Puts a zip archive together from the rules of APPNOTE.TXT, with every field open to a lie.
struct ZipFile {
    struct Entry {
        var name: [UInt8]
        var data: [UInt8]
        var size: UInt32
        var checksum: UInt32
        var method: UInt16 = 0
        var flags: UInt16 = 0
        var localExtra: [UInt8] = []
        /// What the local header says instead, where it lies.
        var localName: [UInt8]?
        var localMethod: UInt16?
        var localFlags: UInt16?
        var localChecksum: UInt32?
        var localSizes: (compressed: UInt32, uncompressed: UInt32)?
        /// What the directory says instead, where it lies.
        var compressedSize: UInt32?
        var offset: UInt32?
        var disk: UInt16 = 0

        /// A stored entry.
        init(_ name: String, _ contents: [UInt8]) {
            self.name = Array(name.utf8)
            data = contents
            size = UInt32(contents.count)
            checksum = ZipFile.checksum(contents)
        }

        /// An entry with deflate data made elsewhere.
        init(_ name: String, deflated data: [UInt8], of contents: [UInt8]) {
            self.init(name, contents)
            self.data = data
            method = 8
        }
    }

    var entries: [Entry]
    var comment: [UInt8] = []
    /// Instead of the number of entries.
    var count: UInt16?
    var disk: UInt16 = 0
    var directoryOffset: UInt32?
    var directorySize: UInt32?
    /// Between the entries and the directory, and between the directory and the end.
    var gap: [UInt8] = []
    var beforeEnd: [UInt8] = []

    init(_ entries: Entry...) { self.entries = entries }

    var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = entry.offset ?? UInt32(file.count)
            let compressedSize = entry.compressedSize ?? UInt32(entry.data.count)
            let localSizes = entry.localSizes ?? (UInt32(entry.data.count), entry.size)
            let localName = entry.localName ?? entry.name
            file += [0x50, 0x4B, 3, 4] + Self.two(20) + Self.two(entry.localFlags ?? entry.flags)
            file += Self.two(entry.localMethod ?? entry.method) + [0, 0, 0x21, 0]
            file += Self.four(entry.localChecksum ?? entry.checksum)
            file += Self.four(localSizes.compressed) + Self.four(localSizes.uncompressed)
            file += Self.two(UInt16(localName.count)) + Self.two(UInt16(entry.localExtra.count))
            file += localName + entry.localExtra + entry.data
            directory += [0x50, 0x4B, 1, 2] + Self.two(20) + Self.two(20) + Self.two(entry.flags)
            directory += Self.two(entry.method) + [0, 0, 0x21, 0] + Self.four(entry.checksum)
            directory += Self.four(compressedSize) + Self.four(entry.size) + Self.two(UInt16(entry.name.count))
            directory += Self.two(0) + Self.two(0) + Self.two(entry.disk) + Self.two(0) + Self.four(0)
            directory += Self.four(offset) + entry.name
        }
        file += gap
        let start = directoryOffset ?? UInt32(file.count)
        file += directory + beforeEnd
        file += [0x50, 0x4B, 5, 6] + Self.two(disk) + Self.two(disk)
        file += Self.two(count ?? UInt16(entries.count)) + Self.two(count ?? UInt16(entries.count))
        file += Self.four(directorySize ?? UInt32(directory.count)) + Self.four(start)
        return file + Self.two(UInt16(comment.count)) + comment
    }

    static func two(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    static func four(_ value: UInt32) -> [UInt8] { [0, 8, 16, 24].map { UInt8(value >> $0 & 0xFF) } }
    static func eight(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(value >> (8 * $0) & 0xFF) } }

    /// CRC-32 bit by bit, from its definition.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF as UInt32) { remainder, byte in
            (0..<8).reduce(remainder ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
