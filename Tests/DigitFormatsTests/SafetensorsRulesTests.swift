import DigitFormats
import DigitTestSupport
import Testing

/// Each rule of the format broken once.
struct SafetensorsRulesTests {
    /// A file of a header and `count` bytes of data: 0, 1, 2, ...
    static func file(_ header: String, data count: Int = 0) -> [UInt8] {
        file(header: Array(header.utf8), data: count)
    }

    private static func file(header: [UInt8], data count: Int) -> [UInt8] {
        let length = header.count
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + header
            + (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    }

    /// One entry, of which a test changes a part.
    private static func entry(
        _ name: String = "a", dtype: String = #""U8""#, shape: String = "[2,3]", offsets: String = "[0,6]"
    ) -> String {
        #""\#(name)":{"dtype":\#(dtype),"shape":\#(shape),"data_offsets":\#(offsets)}"#
    }

    private func expectRefusal(
        _ bytes: [UInt8], _ kind: FormatError.Kind, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: FormatError.self, sourceLocation: sourceLocation) {
            try Safetensors.decode(bytes)
        }
        #expect(error?.kind == kind, "\(String(describing: error))", sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        "{\(entry())}", "{\(entry())}   ", "{ \n\t\r } ",
        "{ \"a\" : { \"shape\" : [ 2 , 3 ] ,"
            + "\"data_offsets\":[ 0,6 ] , \"dtype\":\"U8\" } }", "{\"__metadata__\":{},\(entry())}",
        "{\(entry(shape: "[4]", offsets: "[2,6]")),\(entry("b", shape: "[2]", offsets: "[0,2]"))}",
        "{\(entry()),\(entry("b", dtype: "\"F64\"", shape: "[0,7]", offsets: "[6,6]"))}",
        "{\(entry()),\(entry("b", dtype: "\"F64\"", shape: "[7,0]", offsets: "[0,0]"))}",
    ])
    func takesWhatTheFormatAllows(header: String) throws {
        let bytes = Self.file(header, data: header.contains("a") ? 6 : 0)
        #expect(try Safetensors.decode(bytes).entries.count <= 2)
    }

    @Test func ordersArraysByTheirBytes() throws {
        let header =
            "{\(Self.entry(shape: "[4]", offsets: "[2,6]")),\(Self.entry("b", shape: "[2]", offsets: "[0,2]"))}"
        let archive = try Safetensors.decode(Self.file(header, data: 6))
        #expect(archive.names == ["b", "a"])
        #expect(archive["b"]?.bytes == [0, 1])
        #expect(archive["a"]?.bytes == [2, 3, 4, 5])
    }

    @Test func checksTheHeadersLength() {
        expectRefusal([], .truncated)
        expectRefusal([2, 0, 0, 0, 0, 0, 0], .truncated)
        expectRefusal([3, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), .truncated)
        expectRefusal([0, 0, 0, 0, 0, 0, 0, 0], .wrongFormat)
        expectRefusal([0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0] + Array("{}".utf8), .limitExceeded)
        expectRefusal([UInt8](repeating: 255, count: 8) + Array("{}".utf8), .limitExceeded)
        expectRefusal(Self.file("[]"), .wrongFormat)
        expectRefusal(Self.file(" {}"), .wrongFormat)
        expectRefusal(Self.file("{}x"), .trailingBytes)
        expectRefusal(Self.file("{}{}"), .trailingBytes)
        expectRefusal(Self.file("{"), .malformed)
    }

    @Test(arguments: [
        // A gap at the start, between and at the end; an overlap; the end before the begin; past the file.
        ("{\(entry(shape: "[5]", offsets: "[1,6]"))}", FormatError.Kind.malformed),
        ("{\(entry(shape: "[2]", offsets: "[0,2]")),\(entry("b", shape: "[3]", offsets: "[3,6]"))}", .malformed),
        ("{\(entry(shape: "[5]", offsets: "[0,5]"))}", .trailingBytes),
        ("{}", .trailingBytes),
        ("{\(entry(shape: "[4]", offsets: "[0,4]")),\(entry("b", shape: "[3]", offsets: "[3,6]"))}", .malformed),
        ("{\(entry()),\(entry("b"))}", .malformed),
        ("{\(entry(offsets: "[6,0]"))}", .malformed),
        ("{\(entry(shape: "[7]", offsets: "[0,7]"))}", .truncated),
        ("{\(entry(shape: "[9223372036854775807]", offsets: "[0,9223372036854775807]"))}", .truncated),
        // The size is the shape's, by a product that does not overflow.
        ("{\(entry(shape: "[2,2]"))}", .malformed),
        ("{\(entry(shape: "[]"))}", .malformed),
        ("{\(entry(shape: "[0]"))}", .malformed),
        ("{\(entry(dtype: "\"U16\""))}", .malformed),
        ("{\(entry(shape: "[4294967296,4294967296]"))}", .malformed),
        ("{\(entry(shape: "[9223372036854775807,2]"))}", .malformed),
        ("{\(entry(dtype: "\"F64\"", shape: "[2305843009213693953]"))}", .malformed),
        ("{\(entry(shape: "[-2,-3]"))}", .malformed),
    ])
    func checksOffsetsAndSizes(header: String, kind: FormatError.Kind) {
        expectRefusal(Self.file(header, data: 6), kind)
    }

    /// Whole, without sign, fraction, exponent, leading zero and overflow.
    private static let wrongNumbers: [String] = [
        entry(shape: "[2.0,3]"), entry(shape: "[2e0,3]"), entry(shape: "[02,3]"), entry(shape: "[+2,3]"),
        entry(shape: "[2,3,]"), entry(shape: "[2 3]"), entry(shape: "[,]"), entry(shape: "[2,null]"),
        entry(shape: "[[2,3]]"), entry(shape: "[\"2\",3]"), entry(shape: "6"), entry(shape: "null"),
        entry(shape: "[9223372036854775808]"), entry(shape: "[99999999999999999999999]"), entry(shape: "[2,3"),
        entry(offsets: "[0]"), entry(offsets: "[0,6,6]"), entry(offsets: "[]"), entry(offsets: "[0,-6]"),
        entry(offsets: "[0,18446744073709551622]"),
    ]

    /// Each field once and none else; keys once, also where one is written with an escape; metadata of text only.
    private static let wrongFields: [String] = [
        #""a":{"dtype":"U8","shape":[6]}"#, #""a":{"dtype":"U8","data_offsets":[0,6]}"#,
        #""a":{"shape":[6],"data_offsets":[0,6]}"#, #""a":{}"#, #""a":[]"#, #""a":1"#, #""a""#, #""a":"#,
        #""a":{"dtype":"U8","dtype":"U8","shape":[6],"data_offsets":[0,6]}"#,
        #""a":{"dtype":"U8","d\u0074ype":"U8","shape":[6],"data_offsets":[0,6]}"#,
        #""a":{"dtype":"U8","shape":[6],"data_offsets":[0,6],"extra":1}"#,
        "\(entry()),\(entry(shape: "[0]", offsets: "[6,6]"))",
        "\(entry()),\(entry("\\u0061", shape: "[0]", offsets: "[6,6]"))",
        #""__metadata__":{},"__metadata__":{},\#(entry())"#, #""__metadata__":{"k":"1","k":"2"},\#(entry())"#,
        #""__metadata__":{"k":1},\#(entry())"#, #""__metadata__":{"k":{}},\#(entry())"#,
        #""__metadata__":[],\#(entry())"#, #""__metadata__":null,\#(entry())"#, entry(dtype: "1"),
        entry(dtype: "null"),
    ]

    private static let wrongJSON: [String] = [
        "\(entry()),", ",\(entry())", "\(entry())\(entry("b"))", "a:1", "'a':1", "\"a\":{\"dtype\":U8}",
        "/**/\(entry())", "\(entry())}", entry("a\u{0}"), entry("a\n"), entry("\\x"), entry("\\u12"),
        entry("\\u00g0"), entry("\\ud83d"), entry("\\ud83dx"), entry("\\ud83d\\n"), entry("\\ud83d\\ud83d"),
        entry("\\ude00"), entry("\\ude00\\ud83d"), "\"a", "\"a\\", "\"a\\u",
    ]

    @Test(arguments: wrongNumbers + wrongFields + wrongJSON) func readsTheHeaderStrictly(entries: String) {
        #expect(throws: FormatError.self) { try Safetensors.decode(Self.file("{\(entries)}", data: 6)) }
    }

    @Test(arguments: ["F8_E5M2", "F8_E4M3", "F4", "u8", "F16 ", "C64", ""]) func refusesOtherElementTypesByName(
        type: String
    ) {
        let error = #expect(throws: FormatError.self) {
            try Safetensors.decode(Self.file("{\(Self.entry(dtype: "\"\(type)\""))}", data: 6))
        }
        #expect(error?.description == "safetensors: a has the element type \(type), which is not known, at byte 14")
        #expect(error?.kind == .unsupported)
    }

    @Test func resolvesEscapes() throws {
        let header = #"{"__metadata__":{"\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00\u0000":"\u0061"}}"#
        let metadata = try Safetensors.decode(Self.file(header)).metadata
        #expect(metadata == ["\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{1F600}\u{0}": "a"])
    }

    @Test(
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3], [0xE2, 0x82]]
            as [[UInt8]])
    func refusesNamesThatAreNoUTF8(name: [UInt8]) {
        let header = Array(#"{"__metadata__":{""#.utf8) + name + Array(#"":""}}"#.utf8)
        expectRefusal(Self.file(header: header, data: 0), .malformed)
    }

    @Test func refusesDepthAndDimensionsWithoutEnd() throws {
        expectRefusal(Self.file(String(repeating: "{\"a\":", count: 100_000)), .malformed)
        expectRefusal(Self.file("{\"a\":{\"shape\":" + String(repeating: "[", count: 100_000)), .malformed)
        func ones(_ count: Int) -> [UInt8] {
            let shape = "[" + String(repeating: "1,", count: count - 1) + "6]"
            return Self.file("{\(Self.entry(shape: shape))}", data: 6)
        }
        #expect(try Safetensors.decode(ones(64))["a"]?.shape.count == 64)
        expectRefusal(ones(65), .limitExceeded)
    }

    @Test(arguments: [
        (entry(shape: "[2,2]"), "a has 6 bytes, its shape is [2, 2] of U8, at byte 63"),
        (entry(shape: "[7]", offsets: "[0,7]"), "a takes 7 bytes, 6 are left, at byte 61"),
        (entry(shape: "[5]", offsets: "[1,6]"), "a should begin at 0 of the data, it says 1, at byte 61"),
    ])
    func namesTheArrayThatIsWrong(entry: String, description: String) {
        let error = #expect(throws: FormatError.self) { try Safetensors.decode(Self.file("{\(entry)}", data: 6)) }
        #expect(error?.description == "safetensors: " + description)
    }

    @Test func cleansNamesInErrors() {
        let error = #expect(throws: FormatError.self) {
            try Safetensors.decode(Self.file("{\"\\u001b[31m\":{}}"))
        }
        #expect(error?.description == "safetensors: ?[31m lacks one of dtype, shape and data_offsets, at byte 22")
    }
}
