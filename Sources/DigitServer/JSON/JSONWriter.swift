import Hummingbird

/// Writes JSON from left to right, without spaces.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.object { $0.member("ready", true) }  // {"ready":true}
/// ```
///
/// It exists because answers hold thousands of numbers: encoding them through `Codable` takes longer than the network.
package struct JSONWriter {
    /// What was written so far, UTF-8.
    package private(set) var bytes: [UInt8] = []
    /// Whether a value stands before the next one.
    private var needsComma = false

    /// Starts with nothing.
    package init() {}

    /// Writes an object, whose members `body` writes.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        nest("{", "}", body)
    }

    /// Writes an array, whose values `body` writes.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        nest("[", "]", body)
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    /// Writes a member's name, which is a word of our own and needs no escapes; its value follows.
    package mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    package mutating func value(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0..<0x20:
                bytes += "\\u00".utf8
                bytes += [byte >> 4, byte & 15].map { $0 + ($0 < 10 ? 48 : 87) }
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes a whole number.
    package mutating func value(_ number: Int) { write(number.description) }

    /// Writes a number with as many digits as tell it from any other; `null` where it is not finite.
    package mutating func value(_ number: Double) { write(number.isFinite ? number.description : "null") }

    /// Writes a number with as many digits as tell it from any other `Float`; `null` where it is not finite.
    package mutating func value(_ number: Float) { write(number.isFinite ? number.description : "null") }

    /// Writes a truth value.
    package mutating func value(_ flag: Bool) { write(flag ? "true" : "false") }

    /// Writes `null`.
    package mutating func null() { write("null") }

    private mutating func write(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }
}

extension JSONWriter {
    /// Writes a member that is a string.
    mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        value(text)
    }

    /// Writes a member that is a whole number.
    mutating func member(_ name: StaticString, _ number: Int) {
        self.name(name)
        value(number)
    }

    /// Writes a member that is a number.
    mutating func member(_ name: StaticString, _ number: Double) {
        self.name(name)
        value(number)
    }

    /// Writes a member that is a truth value.
    mutating func member(_ name: StaticString, _ flag: Bool) {
        self.name(name)
        value(flag)
    }

    /// Writes a member that is an array of whole numbers.
    mutating func member(_ name: StaticString, _ numbers: [Int]) {
        self.name(name)
        array { for number in numbers { $0.value(number) } }
    }
}

extension Response {
    /// An answer in JSON.
    init(json: JSONWriter, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }
}
