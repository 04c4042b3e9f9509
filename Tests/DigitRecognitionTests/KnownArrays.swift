import DigitFormats

/// Arrays of the formula of `Fixtures/make_known_networks.py`.
enum KnownArrays {
    /// The book's chapter 8.
    static let deepShapes = [
        [16, 1, 3, 3], [16, 16, 3, 3], [32, 16, 3, 3], [32, 32, 3, 3], [64, 32, 3, 3], [64, 64, 3, 3], [1024, 50],
        [50, 10],
    ]

    /// Whole numbers 0..<65536 that look random: a counter, its bits mixed by multiplications modulo 2^32.
    static func mixed(_ count: Int, seed: Int) -> [Int] {
        (0..<count).map { index in
            var x = UInt32(truncatingIfNeeded: index + 1 + seed * 100_000_007)
            x = (x ^ x >> 16) &* 0x7FEB_352D
            x = (x ^ x >> 15) &* 0x846C_A68B
            return Int((x ^ x >> 16) >> 16)
        }
    }

    /// Numbers in ±√(6 / fanIn).
    static func tensor(_ shape: [Int], seed: Int, fanIn: Int, plus: Float = 0) -> Tensor {
        let width = (24 / Double(fanIn)).squareRoot()
        let values = mixed(shape.reduce(1, *), seed: seed).map { Float((Double($0) / 65536 - 0.5) * width) + plus }
        return Tensor(values, shape: shape)
    }

    /// `W1`, `b1` and following: convolutions [O, C, K, L] and dense layers [inputs, outputs].
    static func book(_ shapes: [[Int]]) -> TensorArchive {
        var entries: [TensorArchive.Entry] = []
        for (index, shape) in shapes.enumerated() {
            let isConvolution = shape.count == 4
            let fanIn = isConvolution ? shape[1...].reduce(1, *) : shape[0]
            let outputs = isConvolution ? shape[0] : shape[1]
            entries += [
                .init(name: "W\(index + 1)", tensor: tensor(shape, seed: 2 * index, fanIn: fanIn)),
                .init(name: "b\(index + 1)", tensor: tensor([outputs], seed: 2 * index + 1, fanIn: 96)),
            ]
        }
        return TensorArchive(entries)
    }

    /// Modules of a weight and a bias, as PyTorch keeps them: convolutions [O, C, K, L], linear layers [outputs, inputs].
    static func pyTorch(_ modules: [(name: String, shape: [Int])]) -> TensorArchive {
        var entries: [TensorArchive.Entry] = []
        for (index, module) in modules.enumerated() {
            let fanIn = module.shape[1...].reduce(1, *)
            entries += [
                .init(name: module.name + ".weight", tensor: tensor(module.shape, seed: 2 * index, fanIn: fanIn)),
                .init(name: module.name + ".bias", tensor: tensor([module.shape[0]], seed: 2 * index + 1, fanIn: 96)),
            ]
        }
        return TensorArchive(entries)
    }

    /// The `state_dict` of 3x3 convolutions without biases, each with a normalisation, and a linear layer of ten classes,
    /// in an `nn.Sequential` where poolings stand between the stages.
    static func stages(_ widths: [[Int]], prefix: String = "") -> TensorArchive {
        var entries: [TensorArchive.Entry] = []
        var (seed, channels, place) = (0, 1, 0)
        func add(_ name: String, _ shape: [Int], fanIn: Int = 96, plus: Float = 0) {
            entries.append(
                .init(name: "\(prefix)\(place).\(name)", tensor: tensor(shape, seed: seed, fanIn: fanIn, plus: plus)))
            seed += 1
        }
        for (stage, sizes) in widths.enumerated() {
            if stage > 0 { place += 1 }
            for size in sizes {
                add("weight", [size, channels, 3, 3], fanIn: channels * 9)
                place += 1
                add("weight", [size], plus: 1)
                add("bias", [size])
                add("running_mean", [size])
                add("running_var", [size], plus: 1)
                entries.append(
                    .init(name: "\(prefix)\(place).num_batches_tracked", tensor: Tensor([9] as [Int64], shape: [])))
                place += 2
                channels = size
            }
        }
        place += 2
        add("weight", [10, channels], fanIn: channels)
        add("bias", [10])
        return TensorArchive(entries)
    }
}
