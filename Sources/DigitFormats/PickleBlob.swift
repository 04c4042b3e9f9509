/// Text or bytes of a pickle, left where they are in the input until somebody needs them.
///
/// So an array's bytes are copied once, however the protocol wrote them, and a pickle that refers to a long text a
/// million times takes no more memory than the references.
struct PickleBlob {
    /// What Python has there.
    enum Kind {
        /// `str` of Python 3, `unicode` of Python 2.
        case text
        /// `bytes`, or a `bytearray`.
        case bytes
        /// `str` of Python 2: text or bytes, as whoever uses it wants.
        case eitherString
    }

    /// How the input writes it.
    enum Coding {
        /// As the bytes are.
        case plain
        /// Each character, of 1 to 4 bytes, is a character, or one byte where bytes are meant.
        case utf8
        /// Latin-1 but for `\uXXXX` and `\UXXXXXXXX`.
        case rawUnicodeEscape
        /// The inside of quotes, with the escapes of Python's `repr`.
        case quoted
    }

    var kind: Kind
    let coding: Coding
    /// Where it is in the input.
    let range: Range<Int>

    /// Whether `source` may be taken for the bytes without decoding.
    var isPlainBytes: Bool { coding == .plain }

    /// The bytes, or `nil` where the escapes are wrong or a character has no byte in Latin-1.
    func bytes(from input: UnsafeRawBufferPointer) -> [UInt8]? {
        let source = UnsafeRawBufferPointer(rebasing: input[range])
        switch coding {
        case .plain: return [UInt8](source)
        case .quoted: return Self.unquoted(source)
        case .utf8: return Self.latin1(fromUTF8: source)
        case .rawUnicodeEscape:
            var bytes: [UInt8] = []
            bytes.reserveCapacity(source.count)
            let isValid = Self.forEachScalar(rawUnicodeEscape: source) { scalar in
                guard let byte = UInt8(exactly: scalar.value) else { return false }
                bytes.append(byte)
                return true
            }
            return isValid ? bytes : nil
        }
    }

    /// The text, bytes being taken for Latin-1, or `nil` where it is not well-formed.
    func text(from input: UnsafeRawBufferPointer) -> String? {
        let source = UnsafeRawBufferPointer(rebasing: input[range])
        switch coding {
        case .utf8: return String(strictUTF8: source)
        case .rawUnicodeEscape:
            var text = String.UnicodeScalarView()
            let isValid = Self.forEachScalar(rawUnicodeEscape: source) { scalar in
                text.append(scalar)
                return true
            }
            return isValid ? String(text) : nil
        case .plain: return Self.text(fromLatin1: source)
        case .quoted:
            guard let bytes = Self.unquoted(source) else { return nil }
            return bytes.withUnsafeBytes(Self.text(fromLatin1:))
        }
    }

    private static func text(fromLatin1 source: UnsafeRawBufferPointer) -> String {
        // UTF-8 has two bytes for the upper half of Latin-1.
        let upper = source.reduce(0) { $0 + Int($1 >> 7) }
        return String(unsafeUninitializedCapacity: source.count + upper) { target in
            var end = 0
            for byte in source {
                if byte < 0x80 {
                    target[end] = byte
                } else {
                    target[end] = 0xC0 | byte >> 6
                    end += 1
                    target[end] = 0x80 | byte & 0x3F
                }
                end += 1
            }
            return end
        }
    }

    /// One byte a character, of UTF-8 that has only characters of Latin-1: lead bytes C2 and C3.
    private static func latin1(fromUTF8 source: UnsafeRawBufferPointer) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            let first = source[index]
            index += 1
            if first < 0x80 {
                bytes.append(first)
                continue
            }
            guard first == 0xC2 || first == 0xC3, index < source.count, source[index] & 0xC0 == 0x80 else { return nil }
            bytes.append(first << 6 | source[index] & 0x3F)
            index += 1
        }
        return bytes
    }
}
