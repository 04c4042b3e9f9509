extension JSONReader {
    /// Reads a string.
    package mutating func string(_ member: String) throws -> String {
        guard take("\"") else { throw error(member, "expected a string") }
        let start = offset
        while true {
            switch peek {
            case UInt8(ascii: "\""):
                guard let text = validText(from: start) else { throw error(member, "expected UTF-8") }
                advance()
                return text
            case UInt8(ascii: "\\"):
                return try stringWithEscapes(member, from: start)
            case 0..<0x20:
                throw error(member, "a string has no end, or a control character in it")
            default:
                advance()
            }
        }
    }

    /// Goes on with a string from its first backslash.
    private mutating func stringWithEscapes(_ member: String, from start: Int) throws -> String {
        var units: [UInt8] = []
        var plain = start
        while true {
            switch peek {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                guard let text = validText(from: plain) else { throw error(member, "expected UTF-8") }
                units += text.utf8
                let isEnd = peek == UInt8(ascii: "\"")
                advance()
                if isEnd { return String(decoding: units, as: UTF8.self) }
                units += String(try escapedScalar(member)).utf8
                plain = offset
            case 0..<0x20:
                throw error(member, "a string has no end, or a control character in it")
            default:
                advance()
            }
        }
    }

    /// Reads what follows a backslash.
    private mutating func escapedScalar(_ member: String) throws -> Unicode.Scalar {
        let mark = peek
        advance()
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(mark)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let first = try hexadecimal(member)
            if let scalar = Unicode.Scalar(first) { return scalar }
            // The first of two surrogates, which are one character together.
            guard first < 0xDC00, takeWord("\\u") else { throw error(member, "half a surrogate pair") }
            let second = try hexadecimal(member)
            guard (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            else { throw error(member, "half a surrogate pair") }
            return scalar
        default: throw error(member, "an escape that JSON does not know")
        }
    }

    /// Reads four hexadecimal digits.
    private mutating func hexadecimal(_ member: String) throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit = peek
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 + UInt32(digit - 48)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 + UInt32(digit - 87)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 + UInt32(digit - 55)
            default: throw error(member, "expected four hexadecimal digits")
            }
            advance()
        }
        return value
    }

    /// Steps over a value of whatever kind.
    package mutating func skipValue(_ member: String) throws {
        // What is open around the place, innermost last: an object or not.
        var open: [Bool] = []
        repeat {
            skipSpace()
            switch peek {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard open.count < Self.maximumDepth else {
                    throw error(member, "more than \(Self.maximumDepth) arrays and objects in each other")
                }
                let isObject = peek == UInt8(ascii: "{")
                advance()
                if !take(isObject ? "}" : "]") {
                    open.append(isObject)
                    if isObject { try skipName(member) }
                    continue
                }
            case UInt8(ascii: "\""): _ = try string(member)
            case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean(member)
            case UInt8(ascii: "n"):
                guard takeNull() else { throw error(member, "expected a value") }
            default: _ = try number(member)
            }
            // A value has ended: close what ends with it, or go on behind a comma.
            while let isObject = open.last {
                if take(",") {
                    if isObject { try skipName(member) }
                    break
                }
                guard take(isObject ? "}" : "]") else { throw error(member, "expected a comma or an end") }
                open.removeLast()
            }
        } while !open.isEmpty
    }

    private mutating func skipName(_ member: String) throws {
        _ = try string(member)
        guard take(":") else { throw error(member, "expected a colon after a name") }
    }
}
