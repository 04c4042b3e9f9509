extension PickleMachine {
    /// The number that an opcode holds.
    mutating func number(_ opcode: PickleOpcode) throws(FormatError) -> Item {
        switch opcode {
        case .binint: .int(Int(try reader.littleEndian(Int32.self, "an integer")))
        case .binint1: .int(Int(try reader.byte("an integer")))
        case .binint2: .int(Int(try reader.littleEndian(UInt16.self, "an integer")))
        case .long1: .int(try twosComplement(Int(reader.byte("an integer's length"))))
        case .long4: .int(try twosComplement(Int(reader.littleEndian(Int32.self, "an integer's length"))))
        case .binfloat: .double(Double(bitPattern: try reader.bigEndian(UInt64.self, "a float")))
        case .float: .double(try floatingPoint())
        case .long: .int(try decimal("an integer", suffix: "L"))
        default: try textInteger()
        }
    }

    /// The text or bytes that an opcode holds, which stay in the input.
    mutating func blob(_ opcode: PickleOpcode) throws(FormatError) -> PickleBlob {
        switch opcode {
        case .binunicode: try blob(.text, .utf8, Int(reader.littleEndian(UInt32.self, "a text's length")))
        case .shortBinunicode: try blob(.text, .utf8, Int(reader.byte("a text's length")))
        case .binunicode8: try blob(.text, .utf8, longLength())
        case .binbytes: try blob(.bytes, .plain, Int(reader.littleEndian(UInt32.self, "the bytes' length")))
        case .shortBinbytes: try blob(.bytes, .plain, Int(reader.byte("the bytes' length")))
        case .binbytes8, .bytearray8: try blob(.bytes, .plain, longLength())
        case .binstring: try blob(.eitherString, .plain, Int(reader.littleEndian(Int32.self, "a string's length")))
        case .shortBinstring: try blob(.eitherString, .plain, Int(reader.byte("a string's length")))
        case .unicode: try lineBlob(.text, .rawUnicodeEscape)
        default: try quotedBlob()
        }
    }

    /// A number in decimal digits and a line feed; `suffix` may follow it.
    mutating func decimal(_ what: String, suffix: String = "") throws(FormatError) -> Int {
        let line = try shortLine(what)
        return try decimal(line.hasSuffix(suffix) ? line.dropLast(suffix.count) : line[...], what)
    }

    private func decimal(_ text: Substring, _ what: String) throws(FormatError) -> Int {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        guard !digits.isEmpty, digits.allSatisfy({ ("0"..."9").contains($0) }) else {
            throw error(.malformed, "\(what) should be in decimal digits, found \(text)")
        }
        guard let value = Int(text) else { throw error(.unsupported, "\(what) has more than 64 bits: \(text)") }
        return value
    }

    /// INT writes truth values as 00 and 01.
    private mutating func textInteger() throws(FormatError) -> Item {
        let line = try shortLine("an integer")
        return switch line {
        case "00": .bool(false)
        case "01": .bool(true)
        default: .int(try decimal(line[...], "an integer"))
        }
    }

    /// FLOAT writes what Python's `repr` does: digits, or one of three words.
    private mutating func floatingPoint() throws(FormatError) -> Double {
        let line = try shortLine("a float")
        let isDigits = line.allSatisfy { ("0"..."9").contains($0) || "+-.e".contains($0) }
        guard isDigits || ["inf", "-inf", "nan"].contains(line), let value = Double(line) else {
            throw error(.malformed, "a float should be in decimal digits, found \(line)")
        }
        return value
    }

    private mutating func shortLine(_ what: String) throws(FormatError) -> String {
        let line = try reader.line(what)
        guard line.count <= Pickle.maximumNumberLength, line.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
            throw error(.malformed, "\(what) should be at most \(Pickle.maximumNumberLength) decimal digits")
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// A little-endian integer of `count` bytes, the highest bit being its sign.
    private mutating func twosComplement(_ count: Int) throws(FormatError) -> Int {
        let bytes = try reader.take(count, "an integer")
        guard let last = bytes.last else { return 0 }
        // Python writes as few bytes as there can be.
        guard count <= 8 else { throw error(.unsupported, "an integer of \(count) bytes has more than 64 bits") }
        var value: UInt64 = last & 0x80 == 0 ? 0 : .max
        for byte in bytes.reversed() { value = value << 8 | UInt64(byte) }
        return Int(Int64(bitPattern: value))
    }

    private mutating func longLength() throws(FormatError) -> Int {
        let length = try reader.littleEndian(UInt64.self, "a length")
        guard length <= reader.remaining else {
            throw error(.truncated, "\(length) bytes are announced, \(reader.remaining) are left")
        }
        return Int(length)
    }

    private mutating func blob(
        _ kind: PickleBlob.Kind, _ coding: PickleBlob.Coding, _ count: Int
    ) throws(FormatError) -> PickleBlob {
        _ = try reader.take(count, "text or bytes")
        return PickleBlob(kind: kind, coding: coding, range: reader.offset - count..<reader.offset)
    }

    private mutating func lineBlob(
        _ kind: PickleBlob.Kind, _ coding: PickleBlob.Coding
    ) throws(FormatError) -> PickleBlob {
        let start = reader.offset
        let line = try reader.line("a text")
        return PickleBlob(kind: kind, coding: coding, range: start..<start + line.count)
    }

    /// STRING: a line in quotes, either kind.
    private mutating func quotedBlob() throws(FormatError) -> PickleBlob {
        let start = reader.offset
        let line = try reader.line("a string")
        let quotes = [UInt8(ascii: "'"), UInt8(ascii: "\"")]
        guard line.count >= 2, let first = line.first, quotes.contains(first), line.last == first else {
            throw error(.malformed, "a string should be in quotes")
        }
        return PickleBlob(kind: .eitherString, coding: .quoted, range: start + 1..<start + line.count - 1)
    }
}
