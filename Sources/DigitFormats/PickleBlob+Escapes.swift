extension PickleBlob {
    /// Lends each character of Python's raw-unicode-escape to `body`.
    ///
    /// A backslash before anything but `u` and `U` is one, and so is what follows it: a second backslash starts nothing.
    ///
    /// - Returns: False where an escape is wrong, or `body` has said so.
    static func forEachScalar(
        rawUnicodeEscape source: UnsafeRawBufferPointer, _ body: (Unicode.Scalar) -> Bool
    ) -> Bool {
        var rest = source[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
                guard body(Unicode.Scalar(byte)) else { return false }
                continue
            }
            switch next {
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                let digits = next == UInt8(ascii: "u") ? 4 : 8
                guard let code = hexadecimal(&rest, digits: digits), let scalar = Unicode.Scalar(code), body(scalar)
                else { return false }
            default:
                guard body(Unicode.Scalar(byte)), body(Unicode.Scalar(next)) else { return false }
            }
        }
        return true
    }

    /// The bytes that Python 2's `repr` of a `str` stands for; the quotes are gone already.
    static func unquoted(_ source: UnsafeRawBufferPointer) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var rest = source[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "'"): bytes.append(UInt8(ascii: "'"))
            case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "\""))
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "x"):
                guard let code = hexadecimal(&rest, digits: 2) else { return nil }
                bytes.append(UInt8(truncatingIfNeeded: code))
            default: return nil
            }
        }
        return bytes
    }

    private static func hexadecimal(_ rest: inout Slice<UnsafeRawBufferPointer>, digits: Int) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = rest.popFirst().flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
                return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
