import DigitDatasets
import DigitFormats

/// A made-up EMNIST: one zip archive with gzipped IDX files of two data sets, stored transposed.
enum TinyArchive {
    /// The two data sets of the archive, by the word in their file names.
    static let words = ["letters", "digits"]

    /// The files of a data set by name.
    static func files(_ word: String) -> [String: [UInt8]] {
        let first = word == "letters" ? 1 : 0
        return [
            "emnist-\(word)-test-images-idx3-ubyte": TinyData.testImages,
            "emnist-\(word)-test-labels-idx1-ubyte": TinyData.idx([2], [UInt8(first), UInt8(first + 9)]),
        ]
    }

    /// The archive.
    static let bytes: [UInt8] = zip(
        words.flatMap { word in files(word).sorted { $0.key < $1.key } }.map { name, bytes in
            ("gzip/" + name + ".gz", Gzip.compress(bytes))
        })

    /// The entries of a catalogue for the data sets of the archive.
    static func descriptions(mirrors: [String]) -> [DatasetDescription] {
        let download = TinyData.download("gzip.zip", bytes)
        return words.map { word in
            DatasetDescription(
                name: "emnist-" + word, title: "made up", mirrors: mirrors,
                files: [("images-idx3-ubyte", DatasetFile.Role.images), ("labels-idx1-ubyte", .labels)].map {
                    ending, role in
                    let name = "emnist-\(word)-test-\(ending)"
                    return DatasetFile(
                        split: .test, role: role, name: name, count: 2, download: download, member: "gzip/\(name).gz")
                }, licence: "none", citation: "none", downloadFolder: "emnist", isTransposed: true,
                firstLabel: word == "letters" ? 1 : 0)
        }
    }

    /// A zip archive of stored members, by the rules of APPNOTE.TXT.
    static func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in members {
            // Version 2.0, no flags, stored, 1 January 1980, then checksum, sizes and the lengths of name and extra.
            let common =
                little(20, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0x21, 2) + little(crc32(bytes), 4)
                + little(bytes.count, 4) + little(bytes.count, 4) + little(name.utf8.count, 2) + little(0, 2)
            directory += Array("PK\u{1}\u{2}".utf8) + little(20, 2) + common + little(0, 10) + little(file.count, 4)
            directory += Array(name.utf8)
            file += Array("PK\u{3}\u{4}".utf8) + common + Array(name.utf8) + bytes
        }
        let end =
            Array("PK\u{5}\u{6}".utf8) + little(0, 4) + little(members.count, 2) + little(members.count, 2)
            + little(directory.count, 4) + little(file.count, 4) + little(0, 2)
        return file + directory + end
    }

    private static func little(_ number: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * $0)) : 0 }
    }

    /// The checksum of RFC 1952, section 8, bit by bit.
    private static func crc32(_ bytes: [UInt8]) -> Int {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(~crc)
    }
}
