extension Pickle {
    /// Writes a dictionary of arrays, which Python's `pickle.load` reads back with NumPy 1 or 2.
    ///
    /// Protocol 3, the first that has bytes, is that of the book's own file; NumPy 2 still knows arrays by the module
    /// names of NumPy 1, but not the other way round.
    ///
    /// - Returns: The bytes of the file; the archive's metadata has no place in it.
    /// - Throws: ``FormatError``: `unsupported` for bfloat16, which NumPy does not have; `limitExceeded` for an array or
    ///   a name of 4 GiB or more; `malformed` where two names are the same.
    public static func encode(_ archive: TensorArchive) throws(FormatError) -> [UInt8] {
        var writer = Writer()
        writer.bytes.reserveCapacity(archive.entries.reduce(0) { $0 + $1.tensor.bytes.count + 256 })
        writer.opcode(.proto)
        writer.bytes.append(3)
        writer.opcode(.emptyDict)
        writer.opcode(.mark)
        var names = Set<String>()
        for entry in archive.entries {
            guard names.insert(entry.name).inserted else {
                throw FormatError(.malformed, .pickle, "two arrays are named \(String(shown: entry.name))")
            }
            try writer.text(entry.name)
            try writer.array(entry.tensor)
        }
        writer.opcode(.setitems)
        writer.opcode(.stop)
        return writer.bytes
    }

    /// Appends opcodes with what they hold.
    private struct Writer {
        var bytes: [UInt8] = []

        mutating func opcode(_ opcode: PickleOpcode) {
            bytes.append(opcode.rawValue)
        }

        mutating func text(_ text: String) throws(FormatError) {
            opcode(.binunicode)
            try length(text.utf8.count)
            bytes += text.utf8
        }

        /// `_reconstruct(ndarray, (0,), b'b')` and the state that fills it.
        mutating func array(_ tensor: Tensor) throws(FormatError) {
            guard let code = tensor.elementType.numPyCode else {
                throw FormatError(.unsupported, .pickle, "NumPy has no element type \(tensor.elementType.rawValue)")
            }
            global("numpy.core.multiarray", "_reconstruct")
            global("numpy", "ndarray")
            number(0)
            opcode(.tuple1)
            opcode(.shortBinbytes)
            bytes += [1, UInt8(ascii: "b")]
            opcode(.tuple3)
            opcode(.reduce)

            opcode(.mark)
            number(1)
            opcode(.mark)
            for size in tensor.shape { number(size) }
            opcode(.tuple)
            try dtype(code, order: tensor.elementType.size == 1 ? "|" : "<")
            opcode(.newfalse)
            opcode(.binbytes)
            try length(tensor.bytes.count)
            bytes += tensor.bytes
            opcode(.tuple)
            opcode(.build)
        }

        /// `dtype('f4', False, True)` and the state that sets its byte order.
        private mutating func dtype(_ code: String, order: String) throws(FormatError) {
            global("numpy", "dtype")
            try text(code)
            opcode(.newfalse)
            opcode(.newtrue)
            opcode(.tuple3)
            opcode(.reduce)
            opcode(.mark)
            number(3)
            try text(order)
            for _ in 0..<3 { opcode(.none) }
            number(-1)
            number(-1)
            number(0)
            opcode(.tuple)
            opcode(.build)
        }

        private mutating func global(_ module: String, _ name: String) {
            opcode(.global)
            bytes += "\(module)\n\(name)\n".utf8
        }

        /// Protocol 3 has four bytes for a length.
        private mutating func length(_ count: Int) throws(FormatError) {
            guard let length = UInt32(exactly: count) else {
                throw FormatError(.limitExceeded, .pickle, "an array or a name of \(count) bytes is 4 GiB or more")
            }
            integer(length)
        }

        private mutating func number(_ value: Int) {
            if let small = Int32(exactly: value) {
                opcode(.binint)
                integer(UInt32(bitPattern: small))
            } else {
                opcode(.long1)
                bytes.append(8)
                integer(UInt64(bitPattern: Int64(value)))
            }
        }

        private mutating func integer(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
    }
}
