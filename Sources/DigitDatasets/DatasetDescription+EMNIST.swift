extension DatasetDescription {
    /// The six data sets of EMNIST, all out of one archive: digits and letters of NIST's Special Database 19.
    ///
    /// Length and SHA-256 of the archive as TensorFlow Datasets publishes them; the counts are the paper's and the
    /// archive's.
    public static let emnist: [DatasetDescription] = [
        emnist("byclass", "digits and letters, 62 classes", digits + capitals + smallLetters, (697_932, 116_323)),
        emnist("bymerge", "digits and letters, 47 classes", digits + capitals + distinctSmall, (697_932, 116_323)),
        emnist(
            "balanced", "digits and letters, 47 balanced classes", digits + capitals + distinctSmall, (112_800, 18_800)),
        emnist("letters", "letters, 26 classes", capitals, nil, firstLabel: 1),
        emnist("digits", "digits", digits, (240_000, 40_000)),
        emnist("mnist", "digits, as many as MNIST has", digits, (60_000, 10_000)),
    ]

    private static let digits = (0...9).map(String.init)
    private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
    private static let smallLetters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
    /// The small letters that do not look like their capitals, so that a merged class would be two shapes.
    private static let distinctSmall = "abdefghnqrt".map(String.init)

    private static let archive = DatasetFile.Download(
        name: "gzip.zip", byteCount: 561_753_746,
        sha256: "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e")

    /// One of the six; `counts` are those of the training and the test images, where sources agree on them.
    private static func emnist(
        _ split: String, _ contents: String, _ classNames: [String], _ counts: (Int, Int)?, firstLabel: Int = 0
    ) -> DatasetDescription {
        let parts: [(Split, String, Int?)] = [(.train, "train", counts?.0), (.test, "test", counts?.1)]
        let files = parts.flatMap { part, word, count in
            [(DatasetFile.Role.images, "images-idx3-ubyte"), (.labels, "labels-idx1-ubyte")].map { role, ending in
                let name = "emnist-\(split)-\(word)-\(ending)"
                return DatasetFile(
                    split: part, role: role, name: name, count: count, download: archive, member: "gzip/\(name).gz")
            }
        }
        let letters =
            firstLabel == 0 ? "" : " Its labels start at 1 in the file and at 0 here; small and capital are one class."
        return DatasetDescription(
            name: "emnist-\(split)",
            title: "EMNIST \(contents)",
            classNames: classNames,
            mirrors: [
                "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/", "https://biometrics.nist.gov/cs_links/EMNIST/",
            ],
            files: files,
            licence:
                "none stated; derived from NIST Special Database 19, a work of the government of the United States",
            citation: """
                G. Cohen, S. Afshar, J. Tapson, A. van Schaik: EMNIST: an extension of MNIST to handwritten letters. \
                arXiv:1702.05373, 2017
                """,
            notes: "One archive of 562 MB holds all six. Stored transposed; turned upright on loading." + letters,
            downloadFolder: "emnist",
            isTransposed: true,
            firstLabel: firstLabel)
    }
}
