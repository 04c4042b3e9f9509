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

    /// The text or bytes that an opcode holds; what is not text stays in the input.
    mutating func text(_ opcode: PickleOpcode) throws(FormatError) -> Item {
        switch opcode {
        case .binunicode: .text(try utf8(Int(reader.littleEndian(UInt32.self, "a text's length"))))
        case .shortBinunicode: .text(try utf8(Int(reader.byte("a text's length"))))
        case .binunicode8: .text(try utf8(longLength()))
        case .unicode: .text(try rawUnicodeEscape(reader.line("a text")))
        case .binbytes: .bytes(try take(Int(reader.littleEndian(UInt32.self, "the bytes' length"))))
        case .shortBinbytes: .bytes(try take(Int(reader.byte("the bytes' length"))))
        case .binbytes8, .bytearray8: .bytes(try take(longLength()))
        case .binstring: .rawString(try take(Int(reader.littleEndian(Int32.self, "a string's length"))))
        case .shortBinstring: .rawString(try take(Int(reader.byte("a string's length"))))
        default: .rawString(.made(try quotedString(reader.line("a string"))))
        }
    }

    /// A number in decimal digits and a line feed; `suffix` may follow it.
    mutating func decimal(_ what: String, suffix: String = "") throws(FormatError) -> Int {
        let line = try shortLine(what)
        let digits = !suffix.isEmpty && line.hasSuffix(suffix) ? String(line.dropLast(suffix.count)) : line
        guard let value = Int(digits) else {
            throw error(.malformed, "\(what) should be a number of at most 64 bits, found \(line)")
        }
        return value
    }

    /// INT writes truth values as 00 and 01.
    private mutating func textInteger() throws(FormatError) -> Item {
        let line = try shortLine("an integer")
        switch line {
        case "00": return .bool(false)
        case "01": return .bool(true)
        default:
            guard let value = Int(line) else {
                throw error(.malformed, "an integer should be a number of at most 64 bits, found \(line)")
            }
            return .int(value)
        }
    }

    private mutating func floatingPoint() throws(FormatError) -> Double {
        let line = try shortLine("a float")
        guard let value = Double(line) else { throw error(.malformed, "a float should be a number, found \(line)") }
        return value
    }

    private mutating func shortLine(_ what: String) throws(FormatError) -> String {
        let line = try reader.line(what)
        guard line.count <= Pickle.maximumNumberLength, line.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            throw error(.malformed, "\(what) should be a number in digits")
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// A little-endian integer of `count` bytes, the highest bit being its sign.
    private mutating func twosComplement(_ count: Int) throws(FormatError) -> Int {
        let bytes = try reader.take(count, "an integer")
        guard let last = bytes.last else { return 0 }
        let fill: UInt8 = last & 0x80 == 0 ? 0 : 0xFF
        // Whatever is past eight bytes may only repeat the sign.
        guard bytes.dropFirst(8).allSatisfy({ $0 == fill }), bytes.count <= 8 || bytes[7] & 0x80 == fill & 0x80 else {
            throw error(.unsupported, "an integer of \(count) bytes has more than 64 bits")
        }
        var value: UInt64 = fill == 0 ? 0 : .max
        for byte in bytes.prefix(8).reversed() { value = value << 8 | UInt64(byte) }
        return Int(Int64(bitPattern: value))
    }

    private mutating func longLength() throws(FormatError) -> Int {
        let length = try reader.littleEndian(UInt64.self, "a length")
        guard length <= reader.remaining else {
            throw error(.truncated, "\(length) bytes are announced, \(reader.remaining) are left")
        }
        return Int(length)
    }

    private mutating func take(_ count: Int) throws(FormatError) -> Bytes {
        _ = try reader.take(count, "bytes")
        return .input(reader.offset - count..<reader.offset)
    }

    private mutating func utf8(_ count: Int) throws(FormatError) -> String {
        let bytes = try reader.take(count, "a text")
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error(.malformed, "a text is not UTF-8")
        }
        return text
    }

    /// The repr of a Python 2 string: quotes around it, escapes within.
    private func quotedString(_ line: UnsafeRawBufferPointer) throws(FormatError) -> [UInt8] {
        guard line.count >= 2, let quote = line.first, quote == line.last,
            quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
        else {
            throw error(.malformed, "a string should be within quotes")
        }
        var bytes: [UInt8] = []
        var rest = line[1..<line.count - 1]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "x"): bytes.append(UInt8(try hexadecimal(&rest, digits: 2)))
            case .some(let escaped) where [UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\"")].contains(escaped):
                bytes.append(escaped)
            default: throw error(.malformed, "a string holds an escape that Python's repr does not write")
            }
        }
        return bytes
    }

    /// Python's raw-unicode-escape: Latin-1 but for `\uXXXX` and `\UXXXXXXXX`; a backslash before anything else is one.
    private func rawUnicodeEscape(_ line: UnsafeRawBufferPointer) throws(FormatError) -> String {
        var text = String.UnicodeScalarView()
        var rest = line[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let kind = rest.first,
                kind == UInt8(ascii: "u") || kind == UInt8(ascii: "U")
            else {
                text.append(Unicode.Scalar(byte))
                continue
            }
            rest.removeFirst()
            let code = try hexadecimal(&rest, digits: kind == UInt8(ascii: "u") ? 4 : 8)
            guard let scalar = Unicode.Scalar(code) else {
                throw error(.malformed, "U+\(String(code, radix: 16)) is no character")
            }
            text.append(scalar)
        }
        return String(text)
    }

    private func hexadecimal(
        _ rest: inout Slice<UnsafeRawBufferPointer>, digits: Int
    ) throws(FormatError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = rest.popFirst().flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
                throw error(.malformed, "expected \(digits) hexadecimal digits in an escape")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
