extension PickleMachine {
    /// REDUCE: what a function of the closed list gives for its arguments.
    mutating func reduce() throws(FormatError) {
        let arguments = try tuple(pop(), "a call's arguments")
        guard case .global(let global) = try pop() else {
            throw error(.forbidden, "only a name that is allowed may be called")
        }
        switch global {
        case .reconstruct:
            guard case .global(.ndarray)? = arguments.first else {
                throw error(.unsupported, "only arrays of the type numpy.ndarray are known")
            }
            try push(.emptyArray)
        case .dtype: try push(.dtype(dtype(arguments)))
        case .fromBuffer: try push(.array(fromBuffer(arguments)))
        case .scalar: try push(scalar(arguments))
        case .encode: try push(.bytes(.made(encode(arguments))))
        case .bytes:
            guard arguments.isEmpty else { throw error(.unsupported, "bytes are known without arguments only") }
            try push(.bytes(.made([])))
        case .orderedDict:
            guard arguments.isEmpty else { throw error(.unsupported, "OrderedDict is known without arguments only") }
            try push(.dictionary([]))
        case .ndarray: throw error(.unsupported, "numpy.ndarray is known as an argument only")
        }
    }

    /// BUILD: fills an array, or sets an element type's byte order.
    mutating func build() throws(FormatError) {
        let state = try tuple(pop(), "a state")
        guard case .node(let index) = try top() else { throw error(.malformed, "a state is given to a plain value") }
        switch nodes[index] {
        case .emptyArray: nodes[index] = .array(try array(state))
        case .dtype(var dtype):
            // (3, '<', None, None, None, -1, -1, 0): version, byte order, and what structures would need.
            guard state.count >= 2 else { throw error(.malformed, "an element type's state is too short") }
            switch try text(state[1], "a byte order") {
            case "<", "|", "=": dtype.bigEndian = false
            case ">": dtype.bigEndian = true
            case let other: throw error(.unsupported, "the byte order \(other) is not known")
            }
            nodes[index] = .dtype(dtype)
        case .list, .tuple, .dictionary, .array: throw error(.forbidden, "a state is given to what takes none")
        }
    }

    /// The array of BUILD's state: version, shape, element type, whether in Fortran order, bytes.
    private func array(_ state: [Item]) throws(FormatError) -> Tensor {
        guard state.count == 5 else {
            throw error(.malformed, "an array's state should have 5 parts, found \(state.count)")
        }
        guard case .int(1) = state[0] else { throw error(.unsupported, "an array's state should be of version 1") }
        let dtype = try dtype(state[2])
        return try tensor(shape: state[1], dtype, fortranOrder: flag(state[3]), stored: bytes(state[4]))
    }

    /// `_frombuffer(buffer, dtype, shape, order)`.
    private func fromBuffer(_ arguments: [Item]) throws(FormatError) -> Tensor {
        guard arguments.count == 4 else {
            throw error(.malformed, "_frombuffer should have 4 arguments, found \(arguments.count)")
        }
        let order = try text(arguments[3], "an order")
        guard order == "C" || order == "F" else {
            throw error(.malformed, "the order should be C or F, found \(order)")
        }
        return try tensor(
            shape: arguments[2], dtype(arguments[1]), fortranOrder: order == "F", stored: bytes(arguments[0]))
    }

    private func tensor(
        shape: Item, _ dtype: PickleDType, fortranOrder: Bool, stored: Bytes
    ) throws(FormatError) -> Tensor {
        var sizes: [Int] = []
        for item in try tuple(shape, "a shape") {
            guard case .int(let size) = item, size >= 0 else {
                throw error(.malformed, "a shape should be of whole numbers that are not negative")
            }
            sizes.append(size)
        }
        let position = position
        return try withBytes(stored) { (buffer) throws(FormatError) in
            try Tensor(
                elementType: dtype.elementType, shape: sizes, stored: buffer, bigEndian: dtype.bigEndian,
                fortranOrder: fortranOrder, format: .pickle, at: position)
        }
    }

    /// `dtype('f4', align, copy)`.
    private func dtype(_ arguments: [Item]) throws(FormatError) -> PickleDType {
        guard let first = arguments.first else { throw error(.malformed, "an element type without a code") }
        let code = try text(first, "an element type's code")
        guard let elementType = ElementType(numPyCode: code) else {
            throw error(.unsupported, "the element type \(code.prefix(20)) is not known")
        }
        return PickleDType(elementType: elementType)
    }

    private func dtype(_ item: Item) throws(FormatError) -> PickleDType {
        guard case .node(let index) = item, case .dtype(let dtype) = nodes[index] else {
            throw error(.malformed, "an array's element type should be a numpy.dtype")
        }
        return dtype
    }

    /// `scalar(dtype, bytes)`: one number, as a plain value.
    private func scalar(_ arguments: [Item]) throws(FormatError) -> Item {
        guard arguments.count == 2 else {
            throw error(.malformed, "scalar should have 2 arguments, found \(arguments.count)")
        }
        let dtype = try dtype(arguments[0])
        let position = position
        let tensor = try withBytes(bytes(arguments[1])) { (buffer) throws(FormatError) in
            try Tensor(
                elementType: dtype.elementType, shape: [], stored: buffer, bigEndian: dtype.bigEndian,
                fortranOrder: false, format: .pickle, at: position)
        }
        if dtype.elementType == .bool { return .bool(tensor.bytes[0] != 0) }
        if dtype.elementType == .float64 {
            let bits = tensor.bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return .double(Double(bitPattern: bits))
        }
        if dtype.elementType.isFloatingPoint { return .double(Double(tensor.floats()[0])) }
        guard let integer = tensor.integers()?.first else {
            throw error(.unsupported, "an integer has more than 63 bits")
        }
        return .int(integer)
    }

    /// `_codecs.encode(text, 'latin1')`: each character is a byte.
    private func encode(_ arguments: [Item]) throws(FormatError) -> [UInt8] {
        guard arguments.count == 2, case .text(let text) = arguments[0],
            ["latin1", "latin-1", "iso-8859-1"].contains(try self.text(arguments[1], "an encoding"))
        else {
            throw error(.unsupported, "only text in Latin-1 is known to be encoded")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else {
                throw error(.malformed, "U+\(String(scalar.value, radix: 16)) is not in Latin-1")
            }
            bytes.append(byte)
        }
        return bytes
    }

    private func tuple(_ item: Item, _ what: String) throws(FormatError) -> [Item] {
        guard case .node(let index) = item, case .tuple(let items) = nodes[index] else {
            throw error(.malformed, "\(what) should be a tuple")
        }
        return items
    }

    private func bytes(_ item: Item) throws(FormatError) -> Bytes {
        switch item {
        case .bytes(let bytes), .rawString(let bytes): return bytes
        case .node: throw error(.unsupported, "an array of objects is not known")
        default: throw error(.malformed, "an array's content should be bytes")
        }
    }

    private func text(_ item: Item, _ what: String) throws(FormatError) -> String {
        switch item {
        case .text(let text): return text
        case .rawString(let bytes), .bytes(let bytes): return try latin1(bytes)
        default: throw error(.malformed, "\(what) should be text")
        }
    }

    private func flag(_ item: Item) throws(FormatError) -> Bool {
        switch item {
        case .bool(let flag): return flag
        case .int(let number) where number == 0 || number == 1: return number == 1
        default: throw error(.malformed, "an array's order should be true or false")
        }
    }

    /// Bytes as text, each a character.
    func latin1(_ bytes: Bytes) throws(FormatError) -> String {
        try withBytes(bytes) { (buffer) throws(FormatError) in
            var text = String.UnicodeScalarView()
            for byte in buffer { text.append(Unicode.Scalar(byte)) }
            return String(text)
        }
    }
}
