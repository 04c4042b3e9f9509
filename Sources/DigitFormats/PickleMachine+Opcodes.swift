extension PickleMachine {
    /// Does what one opcode says, STOP excepted.
    mutating func follow(_ opcode: PickleOpcode) throws(FormatError) {
        switch opcode {
        case .proto, .frame, .stop: try followFrame(opcode)
        case .none: try push(.none)
        case .newtrue: try push(.bool(true))
        case .newfalse: try push(.bool(false))
        case .int, .binint, .binint1, .binint2, .long, .long1, .long4, .float, .binfloat: try push(number(opcode))
        case .string, .binstring, .shortBinstring, .unicode, .binunicode, .shortBinunicode, .binunicode8, .binbytes,
            .shortBinbytes, .binbytes8, .bytearray8:
            try push(text(opcode))
        case .mark: try mark()
        case .emptyList, .list, .append, .appends, .emptyTuple, .tuple, .tuple1, .tuple2, .tuple3, .emptyDict, .dict,
            .setitem, .setitems:
            try followContainer(opcode)
        case .pop: try popValueOrMark()
        case .popMark: _ = try popToMark()
        case .dup: try push(top())
        case .put: try remember(as: decimal("a memo's number"))
        case .binput: try remember(as: Int(reader.byte("a memo's number")))
        case .longBinput: try remember(as: Int(reader.littleEndian(UInt32.self, "a memo's number")))
        case .memoize: try memoize()
        case .get: try recall(decimal("a memo's number"))
        case .binget: try recall(Int(reader.byte("a memo's number")))
        case .longBinget: try recall(Int(reader.littleEndian(UInt32.self, "a memo's number")))
        case .global:
            let module = String(decoding: try reader.line("a module's name"), as: UTF8.self)
            try pushGlobal(module, String(decoding: try reader.line("a global's name"), as: UTF8.self))
        case .stackGlobal:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
                throw error(.malformed, "a global's module and name should be text")
            }
            try pushGlobal(module, name)
        case .reduce: try reduce()
        case .build: try build()
        case .inst, .obj, .newobj, .newobjEx, .persid, .binpersid, .ext1, .ext2, .ext4, .emptySet, .additems,
            .frozenset,
            .nextBuffer, .readonlyBuffer:
            throw error(.forbidden, "opcode \(opcode.officialName) is not allowed")
        }
    }

    private mutating func followFrame(_ opcode: PickleOpcode) throws(FormatError) {
        guard opcode == .proto else {
            let length = try reader.littleEndian(UInt64.self, "a frame's length")
            guard length <= reader.remaining else {
                throw error(.truncated, "a frame of \(length) bytes is announced, \(reader.remaining) are left")
            }
            return
        }
        let version = try reader.byte("the protocol's number")
        guard version <= 5 else { throw error(.unsupported, "protocol \(version) is newer than 5") }
    }

    private mutating func pushGlobal(_ module: String, _ name: String) throws(FormatError) {
        guard let global = PickleGlobal(module: module, name: name) else {
            // What is named is the file's: no control character of it reaches a terminal.
            let shown = "\(module).\(name)".unicodeScalars.prefix(200).map {
                $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) ? "?" : Character($0)
            }
            throw error(.forbidden, "global \(String(shown)) is not allowed")
        }
        try push(.global(global))
    }

    /// POP takes a mark where nothing lies above it, as Python's does.
    private mutating func popValueOrMark() throws(FormatError) {
        if stackIsAtMark { _ = try popToMark() } else { _ = try pop() }
    }

    private mutating func followContainer(_ opcode: PickleOpcode) throws(FormatError) {
        switch opcode {
        case .emptyList: try push(.list([]))
        case .list: try push(.list(popToMark()))
        case .emptyTuple: try push(.tuple([]))
        case .tuple: try push(.tuple(popToMark()))
        case .tuple1: try pushTuple(of: 1)
        case .tuple2: try pushTuple(of: 2)
        case .tuple3: try pushTuple(of: 3)
        case .emptyDict: try push(.dictionary([]))
        case .dict: try push(.dictionary(pairs(popToMark())))
        case .append: try extendList([pop()])
        case .appends: try extendList(popToMark())
        case .setitem:
            let value = try pop()
            try extendDictionary([pop(), value])
        default: try extendDictionary(pairs(popToMark()))
        }
    }

    private mutating func pushTuple(of count: Int) throws(FormatError) {
        var items: [Item] = []
        for _ in 0..<count { items.append(try pop()) }
        try push(.tuple(items.reversed()))
    }

    private func pairs(_ items: [Item]) throws(FormatError) -> [Item] {
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
