import DigitServer
import DigitTestSupport
import Testing

@Suite("Multipart forms")
struct MultipartFormTests {
    private static func files(_ text: String, boundary: String = "B", limit: Int = 10) throws -> [String] {
        let bytes = Array(text.utf8)
        return try bytes.withUnsafeBytes { body in
            try MultipartForm(body, boundary: boundary, limit: limit).files.map { file in
                "\(file.name)=\(String(decoding: body[file.content], as: UTF8.self))"
            }
        }
    }

    @Test(arguments: [
        ("--B\r\nContent-Disposition: form-data; filename=a\r\n\r\n123\r\n--B--", ["a=123"]),
        ("before\r\n--B\r\nContent-Disposition: form-data; filename=\"\"\r\n\r\n\r\n--B--after", ["="]),
        // A line's end inside the content, and something like the boundary.
        ("--B\r\nContent-Disposition: form-data; filename=a\r\n\r\n1\r\n-B--B\r\n\r\n--B--\r\n", ["a=1\r\n-B--B\r\n"]),
        // A field, and a part without a header, are no files.
        (
            "--B\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--B\r\n\r\n2\r\n--B\r\n"
                + "X: 1\r\nContent-Disposition: form-data; name=y; filename=b\r\n\r\n3\r\n--B--", ["b=3"]
        ),
    ])
    func findsTheFiles(body: String, files: [String]) throws {
        #expect(try Self.files(body) == files)
    }

    @Test(arguments: [
        "", "--C\r\n", "--B", "--Bx\r\n", "--B\r\nno end", "--B\r\nA: b\r\n\r\nno end", "--B\r\nA: b\r\n\r\n1\r\n--B",
    ])
    func refusesWhatIsNotWellFormed(body: String) {
        #expect(throws: Refusal.self) { try Self.files(body) }
    }

    @Test func refusesLongHeadersAndBoundaries() {
        let header = String(repeating: "x", count: 9_000)
        #expect(throws: Refusal.self) { try Self.files("--B\r\nA: \(header)\r\n\r\n1\r\n--B--") }
        #expect(throws: Refusal.self) { try Self.files("", boundary: String(repeating: "B", count: 71)) }
    }

    @Test func damagedFormsAreRefusedAndCostNoMemory() throws {
        let body = Form(files: [("a.png", [1, 13, 10, 45, 45]), ("b", [])]).body
        func read(_ bytes: [UInt8]) throws -> MultipartForm {
            try bytes.withUnsafeBytes { try MultipartForm($0, boundary: "a b'c", limit: 10) }
        }
        expectNeverTraps(body, mutations: 2_000, allocationFactor: 20, fixedAllowance: 10_000) { try read($0) }
    }

    @Test(arguments: [
        ("Multipart/Form-Data; boundary=x", "multipart/form-data", "x"),
        ("a ; b = 1; BOUNDARY = \"x; \\\"y\\\\\" ;", "a", "x; \"y\\"), ("a;boundary=", "a", ""),
    ])
    func readsTheParametersOfAHeader(text: String, value: String, boundary: String) {
        let parameters = HeaderParameters(text)
        #expect(parameters.value == value)
        #expect(parameters["boundary"] == boundary)
        #expect(parameters["other"] == nil)
    }
}
