extension PickleMachine {
    /// Does what one opcode says, STOP excepted.
    mutating func follow(_ opcode: PickleOpcode) throws(FormatError) {
        switch opcode {
        case .proto: try checkProtocol()
        case .frame: try beginFrame()
        case .none: try push(.none)
        case .newtrue: try push(.bool(true))
        case .newfalse: try push(.bool(false))
        case .int, .binint, .binint1, .binint2, .long, .long1, .long4, .float, .binfloat: try push(number(opcode))
        case .string, .binstring, .shortBinstring, .unicode, .binunicode, .shortBinunicode, .binunicode8, .binbytes,
            .shortBinbytes, .binbytes8, .bytearray8:
            try push(blob(opcode))
        case .mark: try mark()
        case .emptyList: try push(.list([]))
        case .list: try push(.list(popToMark()))
        case .append: try extendList([pop()])
        case .appends: try extendList(popToMark())
        case .emptyTuple: try push(.tuple([]))
        case .tuple: try push(.tuple(popToMark()))
        case .tuple1: try push(.tuple(pop(1)))
        case .tuple2: try push(.tuple(pop(2)))
        case .tuple3: try push(.tuple(pop(3)))
        case .emptyDict: try push(.dictionary([]))
        case .dict: try push(.dictionary(popPairsToMark()))
        case .setitem: try extendDictionary(pop(2))
        case .setitems: try extendDictionary(popPairsToMark())
        case .pop: try discard()
        case .popMark: _ = try popToMark()
        case .put: try remember(as: decimal("a memo's number"))
        case .binput: try remember(as: Int(reader.byte("a memo's number")))
        case .longBinput: try remember(as: Int(reader.littleEndian(UInt32.self, "a memo's number")))
        case .memoize: try memoize()
        case .get: try recall(decimal("a memo's number"))
        case .binget: try recall(Int(reader.byte("a memo's number")))
        case .longBinget: try recall(Int(reader.littleEndian(UInt32.self, "a memo's number")))
        case .global: try pushNamedGlobal()
        case .stackGlobal: try pushStackGlobal()
        case .reduce: try reduce()
        case .build: try build()
        case .binpersid where storages != nil: try pushStorage()
        case .inst, .obj, .newobj, .newobjEx, .persid, .binpersid, .ext1, .ext2, .ext4, .emptySet, .additems,
            .frozenset, .nextBuffer, .readonlyBuffer, .dup, .stop:
            try refuseArchive()
            let digits = String(opcode.rawValue, radix: 16, uppercase: true)
            throw error(.forbidden, "opcode \(opcode.officialName) (0x\(digits)) is not allowed")
        }
    }

    /// A zip archive begins with the letter of an opcode that is never followed, and often has a pickle's name.
    private func refuseArchive() throws(FormatError) {
        guard position == 0, Signature.zip.matches(reader.bytes) else { return }
        throw error(
            .wrongFormat,
            "these bytes look like a zip archive: PyTorch's checkpoints end in .pt, NumPy's archives in .npz")
    }

    /// PROTO: the first opcode, from protocol 2 on.
    private mutating func checkProtocol() throws(FormatError) {
        let version = try reader.byte("the protocol's number")
        guard position == 0 else { throw error(.malformed, "opcode PROTO should be the first") }
        guard version <= 5 else { throw error(.unsupported, "protocol \(version) is newer than 5") }
    }

    private mutating func pushNamedGlobal() throws(FormatError) {
        let module = try reader.line("a module's name")
        let name = try reader.line("a global's name")
        try pushGlobal(String(decoding: module, as: UTF8.self), String(decoding: name, as: UTF8.self))
    }

    private mutating func pushStackGlobal() throws(FormatError) {
        let names = try pop(2)
        try pushGlobal(text(names[0], "a module's name"), text(names[1], "a global's name"))
    }

    private mutating func pushGlobal(_ module: String, _ name: String) throws(FormatError) {
        guard let global = globals[PickleGlobal.Name(module, name)] else {
            throw error(.forbidden, "global \(String(shown: module)).\(String(shown: name)) is not allowed")
        }
        try push(.global(global))
    }

    private mutating func popPairsToMark() throws(FormatError) -> [Item] {
        let items = try popToMark()
        guard items.count.isMultiple(of: 2) else { throw error(.malformed, "a dict's key has no value") }
        return items
    }

    private mutating func extendList(_ items: [Item]) throws(FormatError) {
        guard case .node(let index) = try top(), case .list(var list) = nodes[index] else {
            throw error(.malformed, "values are appended to what is no list")
        }
        // Taken out while it grows, or each step would copy it.
        nodes[index] = .list([])
        list += items
        nodes[index] = .list(list)
    }

    private mutating func extendDictionary(_ items: [Item]) throws(FormatError) {
        guard case .node(let index) = try top(), case .dictionary(var pairs) = nodes[index] else {
            throw error(.malformed, "items are set in what is no dict")
        }
        nodes[index] = .dictionary([])
        pairs += items
        nodes[index] = .dictionary(pairs)
    }
}
