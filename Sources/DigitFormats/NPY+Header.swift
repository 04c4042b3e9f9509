extension NPY {
    /// The header of an NPY file: a Python dictionary with exactly the keys `descr`, `fortran_order` and `shape`.
    ///
    /// It is read by a small strict parser that knows the four kinds of values that such a header can have, and no
    /// nesting. Spaces may stand between tokens; the keys may come in any order.
    struct Header {
        let descr: String
        let fortranOrder: Bool
        let shape: [Int]

        /// Reads a header that starts `base` bytes into the file.
        init(_ bytes: UnsafeRawBufferPointer, at base: Int) throws(FormatError) {
            var parser = LiteralParser(bytes: bytes, base: base)
            var descr: String?
            var fortranOrder: Bool?
            var shape: [Int]?
            try parser.expect("{")
            while !parser.skip("}") {
                let key = try parser.string()
                try parser.expect(":")
                switch key {
                case "descr" where descr == nil: descr = try parser.typeString()
                case "fortran_order" where fortranOrder == nil: fortranOrder = try parser.boolean()
                case "shape" where shape == nil: shape = try parser.shape()
                default: throw parser.error(.malformed, "key '\(String(shown: key))' is unknown or there twice")
                }
                if !parser.skip(",") {
                    try parser.expect("}")
                    break
                }
            }
            try parser.expectLineEnd()
            guard let descr, let fortranOrder, let shape else {
                throw FormatError(
                    .malformed, .npy, at: base, "the header lacks one of 'descr', 'fortran_order' and 'shape'")
            }
            self.descr = descr
            self.fortranOrder = fortranOrder
            self.shape = shape
        }
    }

    /// A cursor over the header's text.
    private struct LiteralParser {
        let bytes: UnsafeRawBufferPointer
        let base: Int
        var offset = 0

        func error(_ kind: FormatError.Kind, _ message: String) -> FormatError {
            FormatError(kind, .npy, at: base + offset, message)
        }

        private mutating func skipSpaces() {
            while offset < bytes.count, bytes[offset] == UInt8(ascii: " ") { offset += 1 }
        }

        /// Steps over a token if it comes next.
        mutating func skip(_ token: StaticString) -> Bool {
            skipSpaces()
            let length = token.utf8CodeUnitCount
            let matches = token.withUTF8Buffer { bytes[offset...].starts(with: $0) }
            if matches { offset += length }
            return matches
        }

        mutating func expect(_ token: StaticString) throws(FormatError) {
            guard skip(token) else { throw error(.malformed, "'\(token)' was expected in the header") }
        }

        mutating func string() throws(FormatError) -> String {
            skipSpaces()
            guard offset < bytes.count, [UInt8(ascii: "'"), UInt8(ascii: "\"")].contains(bytes[offset]) else {
                throw error(.malformed, "a string in quotes was expected in the header")
            }
            let quote = bytes[offset]
            let start = offset + 1
            guard let end = bytes[start...].firstIndex(of: quote) else {
                throw error(.malformed, "a string in the header has no end")
            }
            let text = bytes[start..<end]
            guard text.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
                throw error(.malformed, "a string in the header is not plain ASCII")
            }
            offset = end + 1
            return String(decoding: text, as: UTF8.self)
        }

        mutating func typeString() throws(FormatError) -> String {
            guard !skip("[") else {
                throw error(.unsupported, "the array has named fields, only arrays of numbers can be read")
            }
            return try string()
        }

        mutating func boolean() throws(FormatError) -> Bool {
            if skip("True") { return true }
            try expect("False")
            return false
        }

        /// Reads a tuple of sizes: `()`, `(3,)`, `(2, 3)`; Python needs the comma after a single one.
        mutating func shape() throws(FormatError) -> [Int] {
            var shape: [Int] = []
            try expect("(")
            while !skip(")") {
                guard shape.count < maximumRank else {
                    throw error(.limitExceeded, "more than \(maximumRank) dimensions")
                }
                shape.append(try size())
                if !skip(",") {
                    guard shape.count > 1 else { throw error(.malformed, "a tuple of one size needs a comma") }
                    try expect(")")
                    break
                }
            }
            return shape
        }

        private mutating func size() throws(FormatError) -> Int {
            skipSpaces()
            let digits = bytes[offset...].prefix { (0x30...0x39).contains($0) }
            // Python takes no zeros in front either.
            guard let value = Int(String(decoding: digits, as: UTF8.self)),
                digits.count == 1 || digits.first != UInt8(ascii: "0")
            else {
                throw error(.malformed, "a dimension is no non-negative integer that fits \(Int.bitWidth) bits")
            }
            offset += digits.count
            // Python 2 wrote sizes as 3L.
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "L") { offset += 1 }
            return value
        }

        /// Expects the padding and the line feed that end a header.
        mutating func expectLineEnd() throws(FormatError) {
            skipSpaces()
            guard offset == bytes.count - 1, bytes[offset] == UInt8(ascii: "\n") else {
                throw error(.malformed, "spaces and one line feed were expected to end the header")
            }
        }
    }
}
