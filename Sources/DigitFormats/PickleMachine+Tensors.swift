/// What PyTorch's checkpoints add to the pickle of NumPy's arrays: tensors that are views of storages beside the pickle.
extension PickleMachine {
    /// BINPERSID: `('storage', type, key, location, count)`, which stands for the file `data/key` of the archive.
    mutating func pushStorage() throws(FormatError) {
        let identifier = try popTuple("a persistent identifier")
        guard identifier.count == 5, try text(identifier[0], "a persistent identifier's kind") == "storage" else {
            throw error(.unsupported, "a persistent identifier should be (storage, type, key, location, count)")
        }
        guard case .global(.storage(let elementType)) = identifier[1] else {
            throw error(.unsupported, "a storage's type should be one of torch.FloatStorage and its kin")
        }
        let key = try text(identifier[2], "a storage's key")
        _ = try text(identifier[3], "a storage's location")
        guard case .int(let count) = identifier[4], count >= 0 else {
            throw error(.malformed, "a storage's count should be a whole number of 0 or more")
        }
        try push(.storage(TorchStorages.Reference(key: key, elementType: elementType, count: count)))
    }

    /// `_rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)`, counted in elements.
    mutating func rebuiltTensor(_ arguments: [Item]) throws(FormatError) -> Tensor {
        guard arguments.count == 6 else {
            throw error(.unsupported, "_rebuild_tensor_v2 is known with 6 arguments, found \(arguments.count)")
        }
        guard case .node(let index) = arguments[0], case .storage(let reference) = nodes[index] else {
            throw error(.malformed, "a tensor's first argument should be a storage")
        }
        guard case .int(let offset) = arguments[1] else {
            throw error(.malformed, "a tensor's offset should be a whole number")
        }
        let view = TorchStorages.View(
            offset: offset, shape: try integers(arguments[2], "a shape"),
            strides: try integers(arguments[3], "a tensor's strides"))
        _ = try flag(arguments[4], "whether a tensor is trained")
        // Taken out while it reads, or each tensor would copy its table.
        guard var storages else { fatalError("only a checkpoint's pickle may name tensors") }
        self.storages = nil
        defer { self.storages = storages }
        return try storages.tensor(view, of: reference, at: position)
    }

    /// `_rebuild_parameter(tensor, requires_grad, hooks)`: the tensor.
    func parameter(_ arguments: [Item]) throws(FormatError) -> Item {
        guard arguments.count == 3, case .node(let index) = arguments[0], case .array = nodes[index] else {
            throw error(.unsupported, "_rebuild_parameter is known with a tensor and 2 more arguments")
        }
        return arguments[0]
    }

    /// BUILD: a `state_dict` has an attribute beside its items, `_metadata`, which says nothing that counts here.
    mutating func dropAttributes() throws(FormatError) {
        let state = try pop()
        guard case .node(let index) = state, case .dictionary = nodes[index], case .node(let target) = try top(),
            case .dictionary = nodes[target]
        else {
            throw error(.forbidden, "a state is given to what takes none")
        }
    }
}
