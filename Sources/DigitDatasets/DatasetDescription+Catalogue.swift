extension DatasetDescription {
    /// The data sets that can be had by name.
    public static let catalogue: [DatasetDescription] = [mnist, fashionMNIST, kmnist, qmnist] + emnist

    /// Looks a data set up by name.
    ///
    /// - Throws: ``DatasetError`` of kind `notFound` that lists the names there are.
    public static func named(_ name: String) throws -> DatasetDescription {
        guard let description = catalogue.first(where: { $0.name == name }) else {
            let names = catalogue.map(\.name).joined(separator: ", ")
            throw DatasetError(
                .notFound, "there is no data set called \(name); expected one of \(names), or a path with a slash")
        }
        return description
    }

    /// LeCun's handwritten digits.
    ///
    /// Lengths and SHA-256 as TensorFlow Datasets publishes them.
    public static let mnist = DatasetDescription(
        name: "mnist",
        title: "MNIST handwritten digits",
        mirrors: [
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://raw.githubusercontent.com/fgnt/mnist/master/",
        ],
        files: canonical(
            (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),
        licence: "CC BY-SA 3.0",
        citation: """
            Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition. \
            Proceedings of the IEEE 86(11), 1998
            """,
        notes: "The first half of the test set is cleaner than the second; 15 of its labels are known to be wrong.")

    /// Zalando's pictures of clothes.
    public static let fashionMNIST = DatasetDescription(
        name: "fashion-mnist",
        title: "Fashion-MNIST articles of clothing",
        classNames: [
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
        ],
        mirrors: [
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        ],
        files: canonical(
            (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
        licence: "MIT",
        citation: """
            H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST: a novel image dataset for benchmarking machine learning \
            algorithms. arXiv:1708.07747, 2017
            """)

    /// Cursive hiragana from old Japanese books.
    public static let kmnist = DatasetDescription(
        name: "kmnist",
        title: "Kuzushiji-MNIST cursive hiragana",
        classNames: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
        mirrors: [
            "https://codh.rois.ac.jp/kmnist/dataset/kmnist/",
            "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
        ],
        files: canonical(
            (18_165_135, "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
            (29_497, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
            (3_041_136, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
            (5_120, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c")),
        licence: "CC BY-SA 4.0",
        citation: """
            T. Clanuwat, M. Bober-Irizar, A. Kitamoto, A. Lamb, K. Yamamoto, D. Ha: Deep learning for classical \
            Japanese literature. arXiv:1812.01718, 2018
            """,
        notes: "Only one server has it.")

    /// MNIST rebuilt from NIST's originals, with the 50,000 test images that MNIST left out.
    ///
    /// Lengths and SHA-256 as TensorFlow Datasets publishes them.
    public static let qmnist = DatasetDescription(
        name: "qmnist",
        title: "QMNIST, MNIST rebuilt with 60,000 test images",
        mirrors: [
            "https://raw.githubusercontent.com/facebookresearch/qmnist/master/",
            "https://github.com/facebookresearch/qmnist/raw/master/",
        ],
        files: [
            .gzipped(
                .train, .images, "qmnist-train-images-idx3-ubyte", count: 60_000, 9_704_059,
                "9e26a7bf1683614e065d7b76460ccd52807165b3f22561fb782bd9f38c52b51d"),
            .gzipped(
                .train, .labelColumns, "qmnist-train-labels-idx2-int", count: 60_000, 463_024,
                "2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f"),
            .gzipped(
                .test, .images, "qmnist-test-images-idx3-ubyte", count: 60_000, 9_742_279,
                "43fc22bf7498b8fc98de98369d72f752d0deabc280a43a7bcc364ab19e57b375"),
            .gzipped(
                .test, .labelColumns, "qmnist-test-labels-idx2-int", count: 60_000, 526_800,
                "9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06"),
        ],
        licence: "BSD-style, as the LICENSE file of facebookresearch/qmnist has it",
        citation: """
            C. Yadav, L. Bottou: Cold case: the lost MNIST digits. Advances in Neural Information Processing Systems \
            32, 2019
            """,
        notes: "The first 10,000 test images are MNIST's, rebuilt.")

    /// The four files that MNIST, Fashion-MNIST and KMNIST have under the same names, in that order: training images,
    /// training labels, test images, test labels; each with its gzipped length and SHA-256.
    private static func canonical(
        _ trainImages: (Int, String), _ trainLabels: (Int, String), _ testImages: (Int, String),
        _ testLabels: (Int, String)
    ) -> [DatasetFile] {
        [
            .gzipped(.train, .images, "train-images-idx3-ubyte", count: 60_000, trainImages.0, trainImages.1),
            .gzipped(.train, .labels, "train-labels-idx1-ubyte", count: 60_000, trainLabels.0, trainLabels.1),
            .gzipped(.test, .images, "t10k-images-idx3-ubyte", count: 10_000, testImages.0, testImages.1),
            .gzipped(.test, .labels, "t10k-labels-idx1-ubyte", count: 10_000, testLabels.0, testLabels.1),
        ]
    }
}
