import DigitDatasets
import DigitFormats
import DigitTestSupport
import Foundation

/// A made-up data set in the form of MNIST: three training images, two test images, written by the rules of the format.
enum TinyData {
    /// Pixels whose value tells where they are: image `first + i` of 28 x 28.
    static func pixels(_ count: Int, first: Int = 0) -> [UInt8] {
        (0..<count).flatMap { image in
            (0..<784).map { UInt8(truncatingIfNeeded: (image + first) * 37 + $0 * 7 + $0 / 28) }
        }
    }

    /// An IDX file of bytes, by the rules: two zeros, type 8, the number of sizes, big-endian sizes, the bytes.
    static func idx(_ shape: [Int], _ bytes: [UInt8]) -> [UInt8] {
        [0, 0, 8, UInt8(shape.count)] + shape.flatMap(bigEndian) + bytes
    }

    static func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    static let trainImages = idx([3, 28, 28], pixels(3))
    static let trainLabels = idx([3], [7, 0, 9])
    static let testImages = idx([2, 28, 28], pixels(2, first: 100))
    static let testLabels = idx([2], [4, 1])

    /// The decompressed files by name.
    static let files: [String: [UInt8]] = [
        "train-images-idx3-ubyte": trainImages, "train-labels-idx1-ubyte": trainLabels,
        "t10k-images-idx3-ubyte": testImages, "t10k-labels-idx1-ubyte": testLabels,
    ]

    /// The gzipped files by their names on a server.
    static let downloads: [String: [UInt8]] = Dictionary(
        uniqueKeysWithValues: files.map { ($0.key + ".gz", Gzip.compress($0.value)) })

    /// What a file is downloaded as.
    static func download(_ name: String, _ bytes: [UInt8]) -> DatasetFile.Download {
        var digest = SHA256Digest()
        bytes.withUnsafeBytes { digest.update($0) }
        return DatasetFile.Download(name: name, byteCount: bytes.count, sha256: digest.hexadecimal)
    }

    /// The entry of a catalogue for the data set.
    static func description(_ name: String = "tiny", mirrors: [String] = []) -> DatasetDescription {
        let files: [(Split, DatasetFile.Role, String, Int)] = [
            (.train, .images, "train-images-idx3-ubyte", 3), (.train, .labels, "train-labels-idx1-ubyte", 3),
            (.test, .images, "t10k-images-idx3-ubyte", 2), (.test, .labels, "t10k-labels-idx1-ubyte", 2),
        ]
        return DatasetDescription(
            name: name, title: "made up", mirrors: mirrors,
            files: files.map { split, role, file, count in
                DatasetFile(
                    split: split, role: role, name: file, count: count,
                    download: download(file + ".gz", downloads[file + ".gz"] ?? []))
            }, licence: "none", citation: "none")
    }

    /// The test split as it must be read.
    static func test() throws -> LabelledImages {
        try LabelledImages(images: DigitImages(pixels: pixels(2, first: 100), count: 2), labels: [4, 1])
    }

    /// The training split as it must be read.
    static func train() throws -> LabelledImages {
        try LabelledImages(images: DigitImages(pixels: pixels(3), count: 3), labels: [7, 0, 9])
    }
}
