import DigitServer
import DigitTestSupport
import Foundation
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
    private static func read<T>(_ text: String, _ body: (inout JSONReader) throws -> T) throws -> T {
        try read(Array(text.utf8), body)
    }

    private static func read<T>(_ bytes: [UInt8], _ body: (inout JSONReader) throws -> T) throws -> T {
        try bytes.withUnsafeBytes { buffer in
            var reader = JSONReader(buffer)
            let value = try body(&reader)
            try reader.end()
            return value
        }
    }

    @Test(arguments: [
        "0", "-0", "1", "-1", "0.1", "123.456", "1e3", "1E-3", "1e+22", "1e23", "9007199254740993",
        "0.30000000000000004",
        "1.7976931348623157e308", "5e-324", "1e-400", "123456789012345678901234567890",
        "0.000001234567890123456789e-300",
        "179769313486231570000000000000000000000e270", "4.35", "2.2250738585072011e-308", "1e0000000000001",
    ])
    func readsNumbersAsTheStandardLibraryDoes(text: String) throws {
        let value = try Self.read(text) { try $0.number("n") }
        #expect(value == Double(text))
        #expect(value.sign == Double(text)?.sign)
    }

    @Test func readsRandomNumbersAsTheStandardLibraryDoes() throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<20_000 {
            let digits = String(random.next() >> UInt64(random.next(below: 64)))
            let exponent = random.next(below: 60) - 30
            let text = "\(digits).\(random.next(below: 1_000_000))e\(exponent)"
            #expect(try Self.read(text) { try $0.number("n") } == Double(text))
        }
    }

    /// Numbers of a tensor, in the forms that other programs write them in, and such as lie between two `Float`s.
    @Test func readsTensorsAsTheStandardLibraryDoes() throws {
        var random = SplitMix64(seed: 6)
        var texts = [
            "0.0", "-0.0", "0e99", "1e-46", "1e30", "-1e-30", "0.000000000000000000000001", "18446744073709551616",
            "16777217", "16777217.00000000000000000001", "0.50000002980232238", "0.5000000298023223876953125",
            "0.50000002980232240", "1.00000005960464477540", "100000000000000000000.5", "0.00392156862745098",
            "0", "7", "1234567", "9999999", "12345678", "99999999", "123456789", "7 ", "0.0 ", "0.00", "0.05",
            "0.00000001",
            "0.0e5", "0e1", "1.5e1", "12.5", "9.99999999", "9.999999999", "0.12345678", "1.12345678912345",
            "1.999999999999999", "1.9999999999999999", "0.000000000000001", "-7", "-0.5", "10", "100.0",
        ]
        for _ in 0..<20_000 {
            let value = Float(Double(random.next() >> 11) * 0x1p-52 - 1)
            let middle = (Double(value) + Double(value.nextUp)) / 2
            let pixel = Double(random.next(below: 256)) / 255
            texts += [value.description, middle.description, middle.nextUp.description, pixel.description]
            texts.append("\(random.next() >> UInt64(random.next(below: 64)))e-\(random.next(below: 30))")
        }
        let numbers = try Self.read("[\(texts.joined(separator: ","))]") { try $0.numbers("n", limit: texts.count) }
        for (text, value) in zip(texts, numbers.values) {
            let expected = Float(try #require(Double(text.trimmingCharacters(in: .whitespaces))))
            if value.bitPattern != expected.bitPattern { Issue.record("\(text) was read as \(value)") }
        }
    }

    @Test(arguments: [
        "", "+1", "01", ".5", "1.", "1e", "1e+", "NaN", "Infinity", "-", "0x10", "1e309", "1_0", "--1", "١",
    ])
    func refusesWhatIsNoNumber(text: String) {
        #expect(throws: Refusal.self) { try Self.read(text) { try $0.number("n") } }
    }

    @Test(arguments: [
        "+1", "01", "00", "00.5", ".5", "1.", "0.", "1.x", "0.0.0", "1.5x", "1e", "0x10", "1_0", "1234567a",
        "12345678a",
    ])
    func refusesWhatIsNoNumberAmongOthers(text: String) {
        let others = String(repeating: "0.25,", count: 8)
        #expect(throws: Refusal.self) {
            try Self.read("[\(others)\(text),\(others)1]") { try $0.numbers("n", limit: 100) }
        }
    }

    @Test(arguments: [
        (#""""#, ""), (#""a b""#, "a b"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9é""#, "éé"),
        (#""\ud83d\ude00x""#, "😀x"), (#" "\u0000""#, "\0"),
    ])
    func readsStrings(text: String, value: String) throws {
        #expect(try Self.read(text) { try $0.string("s") } == value)
    }

    @Test(arguments: [
        "", "a", "\"", #""\"#, #""\x""#, #""\u12""#, #""\ud83d""#, #""\ud83dx""#, #""\ude00""#, #""\ud83d\ud83d""#,
        "\"a\nb\"", "\"\0\"", #""\u{41}""#,
    ])
    func refusesWhatIsNoString(text: String) {
        #expect(throws: Refusal.self) { try Self.read(text) { try $0.string("s") } }
    }

    @Test func refusesTextThatIsNotUTF8() {
        for bytes: [UInt8] in [[34, 0xFF, 34], [34, 0xC3, 34], [34, 0xED, 0xA0, 0x80, 34], [34, 92, 110, 0xFF, 34]] {
            #expect(throws: Refusal.self) { try Self.read(bytes) { try $0.string("s") } }
        }
    }

    @Test(arguments: [
        "{}", "[]", "[[],{}]", #"{"a":[1,{"b":null}],"c":"d"}"#, " [ 1 , true , false , null ] ", "{\"a\":{}}", "1",
        "\"\"", #"[{"a":[[{"b":[]}]]},-0.5e1]"#,
    ])
    func stepsOverAnyValue(text: String) throws {
        try Self.read(text) { try $0.skipValue("v") }
    }

    @Test(arguments: [
        "[", "]", "{", "}", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{1:2}", "[1 2]", "nul", "tru", "[}",
        "{]",
        "[1]]", "[1}", "{\"a\":1]", "", " ", "'a'", "[1;2]", "{a:1}",
    ])
    func refusesWhatIsNoValue(text: String) {
        #expect(throws: Refusal.self) { try Self.read(text) { try $0.skipValue("v") } }
    }

    @Test func refusesDeepNestingWithoutRecursion() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        try Self.read(nested(JSONReader.maximumDepth)) { try $0.skipValue("v") }
        for text in [
            nested(JSONReader.maximumDepth + 1), nested(1_000_000), String(repeating: "{\"a\":", count: 500_000),
        ] {
            #expect(throws: Refusal.self) { try Self.read(text) { try $0.skipValue("v") } }
        }
    }

    @Test(arguments: [
        ("[1,2,3]", [3], [1, 2, 3]), ("[]", [0], []), ("[[1,2],[3,4],[5,6]]", [3, 2], [1, 2, 3, 4, 5, 6]),
        ("[[[[1]],[[2]]]]", [1, 2, 1, 1], [1, 2]), ("[[],[]]", [2, 0], []), (" [ [ 1.5 ] ] ", [1, 1], [1.5]),
    ])
    func readsNestedNumbers(text: String, lengths: [Int], values: [Float]) throws {
        let numbers = try Self.read(text) { try $0.numbers("n", limit: 6) }
        #expect(numbers.lengths == lengths)
        #expect(numbers.values == values)
    }

    @Test(arguments: [
        "", "1", "[", "[1", "[1,", "[1,]", "[[1],[2,3]]", "[[1],2]", "[1,[2]]", "[[],[1]]", "[[1],[]]", "[[[1]],[2]]",
        "[[[[[1]]]]]", "[1,2,3,4,5,6,7]", "[null]", "[\"1\"]", "{}", "[[1]", "[1]]",
    ])
    func refusesOtherArrays(text: String) {
        #expect(throws: Refusal.self) { try Self.read(text) { try $0.numbers("n", limit: 6) } }
    }

    @Test func writesWhatFoundationReads() throws {
        var writer = JSONWriter()
        writer.object { writer in
            writer.name("text")
            writer.value("a\"\\\n\r\t\u{1}\u{1F}é😀/")
            writer.name("numbers")
            writer.array { writer in
                writer.value(-3)
                writer.value(0.1 as Double)
                writer.value(1e-45 as Float)
                writer.value(Double.nan)
                writer.value(Float.infinity)
                writer.null()
                writer.value(true)
            }
            writer.name("empty")
            writer.object { _ in }
        }
        let value = try #require(try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
        #expect(value["text"] as? String == "a\"\\\n\r\t\u{1}\u{1F}é😀/")
        let numbers = try #require(value["numbers"] as? [Any])
        #expect(numbers[0] as? Int == -3)
        #expect(numbers[1] as? Double == 0.1)
        #expect((numbers[2] as? Double).map { Float($0) } == 1e-45)
        #expect(numbers[3...5].allSatisfy { $0 is NSNull })
        #expect(numbers[6] as? Bool == true)
        #expect((value["empty"] as? [String: Any])?.isEmpty == true)
    }
}
