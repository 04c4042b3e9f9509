import DigitFormats

/// Arrays as PyTorch's `state_dict` names them, under the names that ``DigitNetwork/Network/tensors`` gives.
///
/// `conv1.weight` becomes `W1` and `bn1.running_mean` becomes `mean1`, counted in the order of the modules; whatever stands
/// before a module's own name, as `module.` of `DataParallel`, does not matter.
enum TorchNames {
    /// One module's arrays, by the names that they have in it.
    private struct Module {
        let name: String
        var arrays: [String: Tensor] = [:]
    }

    /// Whether the archive has arrays of such names.
    static func areIn(_ archive: TensorArchive) -> Bool {
        archive.names.contains { $0 == "weight" || $0.hasSuffix(".weight") }
    }

    /// The same arrays, renamed; a linear layer's weights, `[outputs, inputs]` there, are transposed.
    ///
    /// - Throws: ``ModelError`` of kind `unsuitable` for a module that is no linear layer, two-dimensional convolution or
    ///   batch normalisation.
    static func translated(_ archive: TensorArchive) throws -> TensorArchive {
        var entries: [TensorArchive.Entry] = []
        var (weighted, normalised) = (0, 0)
        func add(_ name: String, _ tensor: Tensor) {
            entries.append(TensorArchive.Entry(name: name, tensor: tensor))
        }
        for module in modules(archive) {
            // Without elements, a dimension beside one of 0 may be any number.
            guard let weight = module.arrays["weight"], weight.count > 0 else {
                throw KnownNetwork.refusal(archive, unknown: module.name)
            }
            let names = Set(module.arrays.keys)
            switch (weight.shape.count, names) {
            case (2, ["weight"]), (2, ["weight", "bias"]):
                weighted += 1
                add("W\(weighted)", weight.permuted(axes: [1, 0]))
                let none = Tensor([Float](repeating: 0, count: weight.shape[0]), shape: [weight.shape[0]])
                add("b\(weighted)", module.arrays["bias"] ?? none)
            case (4, ["weight"]), (4, ["weight", "bias"]):
                weighted += 1
                add("W\(weighted)", weight)
                if let bias = module.arrays["bias"] { add("b\(weighted)", bias) }
            case (1, ["weight", "bias", "running_mean", "running_var"]):
                normalised += 1
                add("gamma\(normalised)", weight)
                for (theirs, ours) in [("bias", "beta"), ("running_mean", "mean"), ("running_var", "variance")] {
                    if let array = module.arrays[theirs] { add("\(ours)\(normalised)", array) }
                }
            default: throw KnownNetwork.refusal(archive, unknown: module.name)
            }
        }
        return TensorArchive(entries)
    }

    /// The modules in the order of the model, without the counters of batches.
    ///
    /// A `state_dict` keeps the order, but safetensors files are written with their names sorted, `layers.10` before
    /// `layers.2`: where they are, the numbers in them decide.
    private static func modules(_ archive: TensorArchive) -> [Module] {
        let entries = archive.entries.filter { !$0.name.hasSuffix("num_batches_tracked") }
        var modules: [Module] = []
        var indices: [String: Int] = [:]
        for entry in entries {
            let dot = entry.name.lastIndex(of: ".")
            let module = dot.map { String(entry.name[..<$0]) } ?? ""
            let index = indices[module] ?? modules.count
            if index == modules.count {
                indices[module] = index
                modules.append(Module(name: module))
            }
            let array = dot.map { String(entry.name[entry.name.index(after: $0)...]) } ?? entry.name
            modules[index].arrays[array] = entry.tensor
        }
        let isSorted = zip(entries, entries.dropFirst()).allSatisfy { $0.name < $1.name }
        return isSorted
            ? modules.sorted { naturalKey($0.name).lexicographicallyPrecedes(naturalKey($1.name)) } : modules
    }

    /// The name with zeros before its numbers, so that it sorts as people count.
    private static func naturalKey(_ name: String) -> [UInt8] {
        var key: [UInt8] = []
        var digits: [UInt8] = []
        for byte in Array(name.utf8) + [0] {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                digits.append(byte)
                continue
            }
            if !digits.isEmpty {
                key += [UInt8](repeating: UInt8(ascii: "0"), count: max(0, 20 - digits.count)) + digits
                digits = []
            }
            key.append(byte)
        }
        return key
    }
}
