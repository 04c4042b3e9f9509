import DigitFormats

/// Reads JSON from left to right (RFC 8259), building nothing but what the caller asks for.
///
/// Goals, in this order: hostile text is refused and never costs more than its length; an error names the member and the
/// byte; numbers are read as fast as they come, since a request may hold a hundred thousand. It is no general decoder.
///
/// Objects are read member by member in closures. What a caller does not know it skips, without recursion.
package struct JSONReader {
    /// How deep arrays and objects may stand in each other.
    package static let maximumDepth = 64

    let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    /// Reads bytes that stay where they are for the reader's life.
    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// An error at the byte that is read next.
    func error(_ member: String, _ message: String) -> Refusal {
        .badRequest("\(member): \(message), at byte \(offset) of the JSON")
    }

    /// Reads an object, and lets `body` read or skip the value of each member.
    ///
    /// - Throws: ``Refusal``: also where a name comes twice.
    mutating func object(_ member: String, _ body: (inout JSONReader, String) throws -> Void) throws {
        try expect("{", member, "an object")
        var names: Set<String> = []
        if take("}") { return }
        repeat {
            skipSpace()
            let name = try string(member)
            guard names.insert(name).inserted else { throw error(member, "the name \(name) comes twice") }
            try expect(":", member, "a colon after the name \(name)")
            try body(&self, name)
        } while take(",")
        try expect("}", member, "a comma or the object's end")
    }

    /// Reads an array, and lets `body` read or skip each value; it is given the index.
    mutating func array(_ member: String, _ body: (inout JSONReader, Int) throws -> Void) throws {
        try expect("[", member, "an array")
        if take("]") { return }
        var index = 0
        repeat {
            try body(&self, index)
            index += 1
        } while take(",")
        try expect("]", member, "a comma or the array's end")
    }

    /// Reads the end of the text.
    package mutating func end() throws {
        skipSpace()
        guard offset == bytes.count else { throw error("request", "expected the end of the text") }
    }

    /// Takes `null` where it comes next.
    mutating func takeNull() -> Bool {
        skipSpace()
        return takeWord("null")
    }

    /// Reads `true` or `false`.
    mutating func boolean(_ member: String) throws -> Bool {
        skipSpace()
        if takeWord("true") { return true }
        if takeWord("false") { return false }
        throw error(member, "expected true or false")
    }

    /// Takes a mark where it comes next, after any space.
    @inline(__always)
    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: mark) else { return false }
        offset += 1
        return true
    }

    /// The byte that is read next; 0, which no JSON holds, at the end.
    var peek: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    /// Steps over bytes that were looked at.
    mutating func advance(_ count: Int = 1) { offset += count }

    /// The bytes from `start` to the one that is read next, as text.
    func text(from start: Int) -> String { String(decoding: bytes[start..<offset], as: UTF8.self) }

    /// The bytes from `start` to the one that is read next, as text where they are UTF-8.
    func validText(from start: Int) -> String? {
        String(strictUTF8: UnsafeRawBufferPointer(rebasing: bytes[start..<offset]))
    }

    @inline(__always)
    mutating func skipSpace() {
        while Self.isSpace(peek) { offset += 1 }
    }

    /// Takes a word where it comes next.
    mutating func takeWord(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard bytes.count - offset >= length else { return false }
        let isNext = word.withUTF8Buffer { $0.elementsEqual(bytes[offset..<offset + length]) }
        if isNext { offset += length }
        return isNext
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private mutating func expect(_ mark: Unicode.Scalar, _ member: String, _ what: String) throws {
        guard take(mark) else { throw error(member, "expected \(what)") }
    }
}
