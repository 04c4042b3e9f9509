extension PickleMachine {
    /// `_reconstruct(ndarray, (0,), b'b')`: the arguments are always these, what counts comes with BUILD.
    func emptyArray(_ arguments: [Item]) throws(FormatError) -> Node {
        guard arguments.count == 3, case .global(.ndarray) = arguments[0] else {
            throw error(.unsupported, "only arrays of the type numpy.ndarray are known")
        }
        guard try integers(arguments[1], "a shape") == [0], try text(arguments[2], "a type code") == "b" else {
            throw error(.malformed, "_reconstruct should have the arguments (0,) and b'b'")
        }
        return .emptyArray
    }

    /// The array of BUILD's state: version, shape, element type, whether in Fortran order, bytes.
    mutating func array(_ state: [Item]) throws(FormatError) -> Tensor {
        guard state.count == 5, case .int(1) = state[0] else {
            throw error(.unsupported, "an array's state should have 5 parts, the first the version 1")
        }
        return try tensor(
            shape: integers(state[1], "a shape"), dtype(state[2]),
            fortranOrder: flag(state[3], "whether an array is in Fortran order"), stored: state[4])
    }

    /// `_frombuffer(buffer, dtype, shape, order)`, or with order `K` the dimensions' places in a fifth argument:
    /// since NumPy 2.3 an array that is a transposed view is written as its base.
    mutating func fromBuffer(_ arguments: [Item]) throws(FormatError) -> Tensor {
        guard arguments.count == 4 || arguments.count == 5 else {
            throw error(.malformed, "_frombuffer should have 4 or 5 arguments, found \(arguments.count)")
        }
        let order = try text(arguments[3], "an order")
        guard (arguments.count == 5 ? ["K"] : ["C", "F"]).contains(order) else {
            throw error(.unsupported, "the order \(String(shown: order)) is not known")
        }
        let tensor = try tensor(
            shape: integers(arguments[2], "a shape"), dtype(arguments[1]), fortranOrder: order == "F",
            stored: arguments[0])
        guard order == "K" else { return tensor }
        let axes = try integers(arguments[4], "the dimensions' order")
        guard axes.sorted() == Array(tensor.shape.indices) else {
            throw error(.malformed, "\(axes) are not the places of \(tensor.shape.count) dimensions")
        }
        return tensor.permuted(axes: axes)
    }

    /// `scalar(dtype, bytes)`: one number, as a plain value.
    mutating func scalar(_ arguments: [Item]) throws(FormatError) -> Item {
        guard arguments.count == 2 else {
            throw error(.malformed, "scalar should have 2 arguments, found \(arguments.count)")
        }
        let tensor = try tensor(shape: [], dtype(arguments[0]), fortranOrder: false, stored: arguments[1])
        switch tensor.elementType {
        case .bool: return .bool(tensor.bytes == [1])
        case .float64:
            return .double(
                tensor.bytes.withUnsafeBytes {
                    Double(bitPattern: UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)))
                })
        case _ where tensor.elementType.isFloatingPoint: return .double(Double(tensor.floats()[0]))
        default:
            guard let integer = tensor.integers()?.first else {
                throw error(.unsupported, "an integer has more than 63 bits")
            }
            return .int(integer)
        }
    }

    /// `dtype('f4', False, True)`: no alignment, a copy; the byte order follows.
    func dtype(_ arguments: [Item]) throws(FormatError) -> PickleDType {
        guard arguments.count == 3, try !flag(arguments[1], "an element type's alignment"),
            try flag(arguments[2], "whether an element type is copied")
        else {
            throw error(.malformed, "dtype should have the arguments code, False, True")
        }
        let code = try text(arguments[0], "an element type's code")
        guard let elementType = ElementType(numPyCode: code) else {
            throw error(.unsupported, "the element type \(String(shown: code)) is not known")
        }
        return PickleDType(elementType: elementType)
    }

    /// The byte order of a dtype's state `(3, '<', None, None, None, -1, -1, 0)`: all but the first two tell of types
    /// that are made of others.
    func isBigEndian(_ state: [Item]) throws(FormatError) -> Bool {
        guard state.count == 8, case .int(3) = state[0], case .none = state[2], case .none = state[3],
            case .none = state[4], case .int(-1) = state[5], case .int(-1) = state[6], case .int(0) = state[7]
        else {
            throw error(.unsupported, "an element type's state should be (3, order, None, None, None, -1, -1, 0)")
        }
        let order = try text(state[1], "a byte order")
        switch order {
        // "=" is that of the machine that wrote; NumPy never writes it, and machines are little-endian.
        case "<", "|", "=": return false
        case ">": return true
        default: throw error(.unsupported, "the byte order \(String(shown: order)) is not known")
        }
    }

    private func dtype(_ item: Item) throws(FormatError) -> PickleDType {
        guard case .node(let index) = item, case .dtype(let dtype) = nodes[index] else {
            throw error(.malformed, "an array's element type should be a numpy.dtype")
        }
        return dtype
    }

    private mutating func tensor(
        shape: [Int], _ dtype: PickleDType, fortranOrder: Bool, stored: Item
    ) throws(FormatError) -> Tensor {
        guard let bigEndian = dtype.bigEndian else {
            throw error(.malformed, "an array's element type has no byte order")
        }
        guard case .blob(let index) = stored, blobs[index].kind != .text else {
            throw error(.unsupported, "an array's content should be bytes: arrays of objects are not known")
        }
        let blob = blobs[index]
        // NumPy writes the bytes of each array anew: a file that has many arrays made of the same bytes is a bomb.
        arrayBytes += blob.range.count
        guard arrayBytes <= reader.bytes.count else {
            throw error(.limitExceeded, "the arrays take more bytes than the file has")
        }
        let position = position
        func tensor(_ buffer: UnsafeRawBufferPointer) throws(FormatError) -> Tensor {
            try Tensor(
                elementType: dtype.elementType, shape: shape, stored: buffer, bigEndian: bigEndian,
                fortranOrder: fortranOrder, format: .pickle, at: position)
        }
        if blob.isPlainBytes { return try tensor(UnsafeRawBufferPointer(rebasing: reader.bytes[blob.range])) }
        guard let bytes = blob.bytes(from: reader.bytes) else {
            throw error(.malformed, "an array's content should be Latin-1 text without wrong escapes")
        }
        return try bytes.span.bytes.withUnsafeBytes { (buffer) throws(FormatError) in try tensor(buffer) }
    }
}
