extension PickleMachine {
    /// REDUCE: what a name of the closed list stands for, given its arguments.
    mutating func reduce() throws(FormatError) {
        let arguments = try popTuple("a call's arguments")
        guard case .global(let global) = try pop() else {
            throw error(.forbidden, "only a name that is allowed may be called")
        }
        switch global {
        case .reconstruct: try push(emptyArray(arguments))
        case .dtype: try push(.dtype(dtype(arguments)))
        case .fromBuffer: try push(.array(fromBuffer(arguments)))
        case .scalar: try push(scalar(arguments))
        case .encode: try push(encode(arguments))
        case .bytes:
            guard arguments.isEmpty else { throw error(.unsupported, "bytes are known without arguments only") }
            try push(PickleBlob(kind: .bytes, coding: .plain, range: 0..<0))
        case .orderedDict:
            guard arguments.isEmpty else { throw error(.unsupported, "OrderedDict is known without arguments only") }
            try push(.dictionary([]))
        case .rebuildTensor: try push(.array(rebuiltTensor(arguments)))
        case .rebuildParameter: try push(parameter(arguments))
        case .ndarray: throw error(.unsupported, "numpy.ndarray is known as an argument only")
        case .storage: throw error(.unsupported, "the types of storages are known as arguments only")
        }
    }

    /// BUILD: fills an array, or sets an element type's byte order; each of them once.
    mutating func build() throws(FormatError) {
        if storages != nil { return try dropAttributes() }
        let state = try popTuple("a state")
        guard case .node(let index) = try top() else { throw error(.forbidden, "a state is given to what takes none") }
        switch nodes[index] {
        case .emptyArray: nodes[index] = .array(try array(state))
        case .dtype(let dtype) where dtype.bigEndian == nil:
            nodes[index] = .dtype(
                PickleDType(elementType: dtype.elementType, bigEndian: try isBigEndian(state)))
        case .array, .dtype: throw error(.malformed, "a state is given a second time")
        case .list, .tuple, .dictionary, .storage: throw error(.forbidden, "a state is given to what takes none")
        }
    }

    /// `_codecs.encode(text, 'latin1')`: the same characters, taken for bytes when they are needed.
    private func encode(_ arguments: [Item]) throws(FormatError) -> PickleBlob {
        guard arguments.count == 2, case .blob(let index) = arguments[0], blobs[index].kind == .text,
            try text(arguments[1], "an encoding") == "latin1"
        else {
            throw error(.unsupported, "_codecs.encode is known with text and latin1 only")
        }
        return PickleBlob(kind: .bytes, coding: blobs[index].coding, range: blobs[index].range)
    }

    /// Takes a tuple from the stack.
    mutating func popTuple(_ what: String) throws(FormatError) -> [Item] {
        // Not within the call below: the machine would be copied first, and `pop` then copy the stack, however deep.
        let item = try pop()
        return try tuple(item, what)
    }

    func tuple(_ item: Item, _ what: String) throws(FormatError) -> [Item] {
        guard case .node(let index) = item, case .tuple(let items) = nodes[index] else {
            throw error(.malformed, "\(what) should be a tuple")
        }
        return items
    }

    /// A text that is a name or a code; Python 2 and `_reconstruct` have it in bytes.
    func text(_ item: Item, _ what: String) throws(FormatError) -> String {
        guard case .blob(let index) = item, let text = blobs[index].text(from: reader.bytes) else {
            throw error(.malformed, "\(what) should be text")
        }
        return text
    }

    /// A truth value; Python 2 has numbers in its place.
    func flag(_ item: Item, _ what: String) throws(FormatError) -> Bool {
        switch item {
        case .bool(let flag): return flag
        case .int(let number) where number == 0 || number == 1: return number == 1
        default: throw error(.malformed, "\(what) should be true or false")
        }
    }

    /// A tuple of whole numbers.
    func integers(_ item: Item, _ what: String) throws(FormatError) -> [Int] {
        let items = try tuple(item, what)
        guard items.count <= Pickle.maximumRank else {
            throw error(.limitExceeded, "\(what) has \(items.count) numbers, more than \(Pickle.maximumRank)")
        }
        var numbers: [Int] = []
        for item in items {
            guard case .int(let number) = item else { throw error(.malformed, "\(what) should be of whole numbers") }
            numbers.append(number)
        }
        return numbers
    }
}
