import DigitFormats

/// Networks small enough to write down, but for the 784 pixels that every recogniser takes.
enum SmallNetworks {
    /// Weights whose value tells where they are, of one layer [784, 10].
    static let weights = (0..<7840).map { Float($0 % 97 - 48) / 512 }
    /// Biases likewise.
    static let biases = (0..<10).map { Float($0) / 8 }

    /// The layer's archive, as others write it.
    static func oneLayer(metadata: [String: String] = [:]) -> TensorArchive {
        archive(["W1": Tensor(weights, shape: [784, 10]), "b1": Tensor(biases, shape: [10])], metadata: metadata)
    }

    /// An archive of 784-3-2.
    static func twoLayers(metadata: [String: String] = [:]) -> TensorArchive {
        archive(
            [
                "W1": Tensor((0..<2352).map { Float($0 % 31 - 15) / 64 }, shape: [784, 3]),
                "b1": Tensor([0.5, -0.25, 1] as [Float], shape: [3]),
                "W2": Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [3, 2]),
                "b2": Tensor([0.125, -0.5] as [Float], shape: [2]),
            ], metadata: metadata)
    }

    /// An archive in the order of the names.
    static func archive(_ tensors: [String: Tensor], metadata: [String: String] = [:]) -> TensorArchive {
        TensorArchive(
            tensors.sorted { $0.key < $1.key }.map { TensorArchive.Entry(name: $0.key, tensor: $0.value) },
            metadata: metadata)
    }
}
