extension Safetensors {
    /// The part of JSON that a safetensors header is made of, read strictly: objects, strings, and arrays of whole
    /// numbers that are not negative.
    ///
    /// A general reader would not do: keys may not come twice, numbers may not be rounded, and depth follows from who
    /// asks for what, so that nothing recurses on the input.
    struct HeaderReader {
        private var reader: ByteReader
        /// Bytes of the file before the header.
        private let base: Int

        init(_ bytes: UnsafeRawBufferPointer, base: Int) {
            reader = ByteReader(bytes, format: .safetensors)
            self.base = base
        }

        /// The position of the next byte in the file.
        var position: Int { base + reader.offset }

        /// Reads an object: `body` reads the value of each key, told the key and where it stands.
        mutating func object(
            _ body: (inout HeaderReader, String, Int) throws(FormatError) -> Void
        ) throws(FormatError) {
            var keys = Set<String>()
            try list(opened: "{", closed: "}") { (json) throws(FormatError) in
                json.skipSpace()
                let position = json.position
                let key = try json.string()
                guard keys.insert(key).inserted else {
                    throw FormatError(
                        .malformed, .safetensors, at: position, "the key \(String(shown: key)) comes twice")
                }
                try json.expect(":")
                try body(&json, key, position)
            }
        }

        /// Reads an array of whole numbers, none negative, and no more than an array may have dimensions.
        mutating func integers() throws(FormatError) -> [Int] {
            var numbers: [Int] = []
            try list(opened: "[", closed: "]") { (json) throws(FormatError) in
                guard numbers.count < maximumRank else {
                    throw FormatError(
                        .limitExceeded, .safetensors, at: json.position, "there are more than \(maximumRank) numbers")
                }
                numbers.append(try json.integer())
            }
            return numbers
        }

        /// Reads a string, its escapes resolved.
        mutating func string() throws(FormatError) -> String {
            try expect("\"")
            let start = position
            var bytes: [UInt8] = []
            while true {
                switch try byte() {
                case UInt8(ascii: "\""):
                    guard let text = bytes.withUnsafeBytes({ String(strictUTF8: $0) }) else {
                        throw FormatError(.malformed, .safetensors, at: start, "the string is not UTF-8")
                    }
                    return text
                case UInt8(ascii: "\\"): try escape(into: &bytes)
                case let control where control < 0x20:
                    throw FormatError(
                        .malformed, .safetensors, at: position - 1, "the string holds the control character \(control)")
                case let other: bytes.append(other)
                }
            }
        }

        /// Only spaces may follow the header's object.
        mutating func expectEnd() throws(FormatError) {
            skipSpace()
            guard reader.remaining == 0 else {
                throw FormatError(
                    .trailingBytes, .safetensors, at: position, "\(reader.remaining) bytes follow the header's object")
            }
        }

        private mutating func list(
            opened: Unicode.Scalar, closed: Unicode.Scalar,
            _ item: (inout HeaderReader) throws(FormatError) -> Void
        ) throws(FormatError) {
            try expect(opened)
            if skip(closed) { return }
            while true {
                try item(&self)
                if skip(closed) { return }
                try expect(",")
            }
        }

        private mutating func integer() throws(FormatError) -> Int {
            skipSpace()
            let start = position
            var value = 0
            var digits = 0
            while let digit = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
                let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
                guard !overflow, !carry, !(digits == 1 && value == 0) else {
                    throw FormatError(
                        .malformed, .safetensors, at: start, "expected a whole number below 2^63 without leading zeros")
                }
                value = sum
                digits += 1
                _ = try byte()
            }
            guard digits > 0 else {
                throw FormatError(
                    .malformed, .safetensors, at: start, "expected a whole number, found \(description(of: peek()))")
            }
            return value
        }

        private mutating func escape(into bytes: inout [UInt8]) throws(FormatError) {
            let start = position - 1
            switch try byte() {
            case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "\""))
            case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "/"): bytes.append(UInt8(ascii: "/"))
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0C)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "u"): bytes += String(Character(try escapedScalar(from: start))).utf8
            case let other:
                throw FormatError(
                    .malformed, .safetensors, at: start, "unknown escape \\\(description(of: other))")
            }
        }

        /// The scalar of `\uXXXX`, or of two such that are a surrogate pair.
        private mutating func escapedScalar(from start: Int) throws(FormatError) -> Unicode.Scalar {
            let first = try fourHexDigits()
            if let scalar = Unicode.Scalar(first) { return scalar }
            if (0xD800..<0xDC00).contains(first), try byte() == UInt8(ascii: "\\"), try byte() == UInt8(ascii: "u") {
                let second = try fourHexDigits()
                if (0xDC00..<0xE000).contains(second),
                    let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
                {
                    return scalar
                }
            }
            throw FormatError(.malformed, .safetensors, at: start, "half of a surrogate pair stands alone")
        }

        private mutating func fourHexDigits() throws(FormatError) -> UInt32 {
            var value: UInt32 = 0
            for _ in 0..<4 {
                let start = position
                guard let digit = Character(Unicode.Scalar(try byte())).hexDigitValue else {
                    throw FormatError(.malformed, .safetensors, at: start, "expected four hexadecimal digits after \\u")
                }
                value = value << 4 | UInt32(digit)
            }
            return value
        }

        private mutating func expect(_ character: Unicode.Scalar) throws(FormatError) {
            guard skip(character) else {
                throw FormatError(
                    .malformed, .safetensors, at: position, "expected \(character), found \(description(of: peek()))")
            }
        }

        private mutating func skip(_ character: Unicode.Scalar) -> Bool {
            skipSpace()
            guard peek() == UInt8(ascii: character) else { return false }
            reader.advance()
            return true
        }

        private mutating func skipSpace() {
            while let next = peek(), next == 0x20 || next == 0x09 || next == 0x0A || next == 0x0D { reader.advance() }
        }

        private func peek() -> UInt8? {
            reader.remaining > 0 ? reader.bytes[reader.offset] : nil
        }

        private mutating func byte() throws(FormatError) -> UInt8 {
            guard let next = peek() else {
                throw FormatError(.truncated, .safetensors, at: position, "the header ends within a value")
            }
            reader.advance()
            return next
        }

        private func description(of byte: UInt8?) -> String {
            guard let byte else { return "the end of the header" }
            return (0x21..<0x7F).contains(byte) ? String(Unicode.Scalar(byte)) : "the byte \(byte)"
        }
    }
}
