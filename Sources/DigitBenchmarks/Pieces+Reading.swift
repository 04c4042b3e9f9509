import DigitDatasets
import DigitFormats

extension Piece {
    /// The training split out of memory, as a gzip file and as an IDX file, and opened as `digits` opens it.
    static func reading(_ files: @escaping () throws -> TrainingSplitFiles) -> [Piece] {
        [
            Piece("read/gzip") { stopwatch in
                let files = try files()
                let spread = try stopwatch.time { _ in
                    try require(IDX.decode(possiblyGzipped: files.gzipped), count: files.expected.count)
                }
                return Outcome(
                    spread: spread, images: files.expected.count, checked: try files.sameBytes(files.gzipped))
            },
            Piece("read/idx") { stopwatch in
                let files = try files()
                let spread = try stopwatch.time { _ in
                    try require(IDX.decode(files.plain), count: files.expected.count)
                }
                return Outcome(spread: spread, images: files.expected.count, checked: try files.sameBytes(files.plain))
            },
            Piece("open/train") { stopwatch in
                let files = try files()
                let spread = try stopwatch.time { _ in
                    try check(
                        files.dataset.load(files.split).count == files.expected.count, "open/train: images are missing")
                }
                return Outcome(spread: spread, images: files.expected.count, checked: try files.sameImages())
            },
            Piece("open/train-touched") { stopwatch in
                let files = try files()
                let wanted = files.expected.images.ink
                let spread = try stopwatch.time { _ in
                    try check(
                        files.dataset.load(files.split).images.ink == wanted, "open/train-touched: other pixels")
                }
                return Outcome(spread: spread, images: files.expected.count, checked: try files.sameImages())
            },
        ]
    }

    private static func require(_ tensor: Tensor, count: Int) throws {
        try check(tensor.shape.first == count, "expected \(count) images, found \(tensor.shape)")
    }
}

extension DigitImages {
    /// The sum of all pixels, which takes a look at each.
    fileprivate var ink: UInt64 {
        withPixels { pixels in pixels.withUnsafeBufferPointer { $0.reduce(0) { $0 &+ UInt64($1) } } }
    }
}

extension TrainingSplitFiles {
    /// Compares what a file gives with the images.
    fileprivate func sameBytes(_ file: [UInt8]) throws -> String {
        let tensor = try IDX.decode(possiblyGzipped: file)
        let isSame = expected.images.withPixels { pixels in
            pixels.withUnsafeBufferPointer { tensor.bytes.elementsEqual($0) }
        }
        try check(isSame, "the file gives other pixels than the data set")
        return "\(expected.count) images, the same as the data set's"
    }

    /// Compares what is opened with the images.
    fileprivate func sameImages() throws -> String {
        try check(dataset.load(split) == expected, "the data set gives other images than before")
        return "\(expected.count) images, the same as before; from "
            + (isCached ? "the cache, with its stamp" : "the data set's own files")
    }
}
