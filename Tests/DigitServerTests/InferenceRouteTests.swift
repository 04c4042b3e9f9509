import DigitDatasets
import DigitRecognition
import DigitServer
import DigitTestSupport
import Foundation
import HTTPTypes
import Testing

@Suite("POST /v2/models/MODEL/infer")
struct InferenceRouteTests {
    private static let json = "application/json"
    private static let path = "/v2/models/mlp/infer"

    /// A request for some images of the sample, its numbers flat.
    private static func request(_ count: Int, shape: [Int]? = nil, type: String = "UINT8", _ more: String = "")
        throws -> [UInt8]
    {
        let pixels = try Digits.sample(count).images.pixels
        let data = type == "UINT8" ? pixels.map(String.init) : pixels.map { "\(Float($0) / 255)" }
        return Array(
            """
            {"inputs":[{"name":"input","shape":\(shape ?? [count, 784]),"datatype":"\(type)",\
            "data":[\(data.joined(separator: ","))]}]\(more)}
            """.utf8)
    }

    private static func outputs(_ answer: TestServer.Answer) throws -> [String: [Double]] {
        let outputs = try #require(try answer.object()["outputs"] as? [[String: Any]])
        return outputs.reduce(into: [:]) { result, output in
            if let name = output["name"] as? String { result[name] = output["data"] as? [Double] }
        }
    }

    private static func expected(_ count: Int) throws -> [Double] {
        try Recognizer(.mlp).predict(Digits.sample(count).images).values.map { Double("\($0)") ?? .nan }
    }

    @Test(arguments: ["UINT8", "FP32"], [[3, 784], [3, 28, 28], [3, 1, 28, 28]])
    func predictsAsTheRecognizerDoes(type: String, shape: [Int]) async throws {
        let answer = try await TestServer().post(Self.path, Self.json, Self.request(3, shape: shape, type: type))
        #expect(answer.status == 200)
        let outputs = try Self.outputs(answer)
        #expect(outputs["probabilities"] == (try Self.expected(3)))
        #expect(outputs["digit"] == (try Digits.sample(3)).labels.map(Double.init))
        let object = try answer.object()
        #expect(object["model_name"] as? String == "mlp")
        #expect(object["model_version"] as? String == "1")
        let tensors = try #require(object["outputs"] as? [[String: Any]])
        #expect(tensors.map { $0["shape"] as? [Int] } == [[3, 10], [3]])
        #expect(tensors.map { $0["datatype"] as? String } == ["FP32", "INT64"])
    }

    @Test func takesNumbersThatAreNestedAsTheShapeIs() async throws {
        let pixels = try Digits.sample(2).images.pixels
        let rows = stride(from: 0, to: pixels.count, by: 28).map { Array(pixels[$0..<$0 + 28]) }
        let body = """
            {"inputs":[{"data":[[\(Array(rows[..<28]))],[\(Array(rows[28...]))]],"datatype":"UINT8",\
            "shape":[2,1,28,28],"name":"input"}]}
            """
        let answer = try await TestServer().post(Self.path, nil, Array(body.utf8))
        #expect(answer.status == 200)
        #expect(try Self.outputs(answer)["probabilities"] == (try Self.expected(2)))
    }

    @Test func aHundredImagesAreReadAsEachAlone() async throws {
        let server = try TestServer()
        let all = try Self.outputs(try await server.post(Self.path, Self.json, Self.request(100)))
        #expect(all["probabilities"] == (try Self.expected(100)))
        let (images, labels) = try Digits.sample(100)
        #expect(all["digit"]?.count == 100)
        #expect(zip(all["digit"] ?? [], labels).filter { Int($0) == $1 }.count >= 95)
        #expect(all["digit"]?.map { Int($0) } == (try Recognizer(.mlp)).predict(images).digits)
    }

    @Test func bytesBehindTheJSONSayTheSame() async throws {
        let images = try Digits.sample(3).images
        let floats = images.pixels.flatMap { pixel in
            withUnsafeBytes(of: (Float(pixel) / 255).bitPattern.littleEndian) { Array($0) }
        }
        let server = try TestServer()
        for (type, bytes) in [("UINT8", images.pixels), ("FP32", floats)] {
            let json = Array(
                """
                {"id":"9","parameters":{"binary_data_output":true},"inputs":[{"name":"input","shape":[3,784],\
                "datatype":"\(type)","parameters":{"binary_data_size":\(bytes.count)}}],\
                "outputs":[{"name":"digit"},{"name":"probabilities","parameters":{"binary_data":false}}]}
                """.utf8)
            let answer = try await server.post(
                Self.path, "application/octet-stream", json + bytes, [.jsonLength: String(json.count)])
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/octet-stream")
            let length = try #require(answer.headers[.jsonLength].flatMap { Int($0) })
            let text = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.bytes[..<length])) as? [String: Any])
            let outputs = try #require(text["outputs"] as? [[String: Any]])
            #expect(outputs.map { $0["name"] as? String } == ["digit", "probabilities"])
            #expect(outputs[0]["parameters"] as? [String: Int] == ["binary_data_size": 24])
            #expect(outputs[0]["data"] == nil)
            #expect(outputs[1]["data"] as? [Double] == (try Self.expected(3)))
            let digits = stride(from: length, to: answer.bytes.count, by: 8).map { start in
                answer.bytes[start..<start + 8].reversed().reduce(0) { $0 << 8 + Int($1) }
            }
            #expect(digits == (try Digits.sample(3)).labels)
        }
    }

    @Test(arguments: [
        (#","id":"a\"b\u00e9""#, "a\"bé"), (#","id":null"#, nil), ("", nil),
    ])
    func sendsTheIdBack(more: String, id: String?) async throws {
        let answer = try await TestServer().post(Self.path, Self.json, Self.request(1, more))
        #expect(answer.status == 200)
        #expect(try answer.object()["id"] as? String == id)
        #expect(try answer.object().keys.contains("id") == (id != nil))
    }

    @Test func givesTheOutputsThatAreAskedFor() async throws {
        let server = try TestServer()
        let body = try Self.request(1, #","outputs":[{"name":"digit"}]"#)
        #expect(try Self.outputs(try await server.post(Self.path, Self.json, body)).keys.sorted() == ["digit"])
        for none in ["[]", "null"] {
            let body = try Self.request(1, #","outputs":"# + none)
            #expect(try Self.outputs(try await server.post(Self.path, Self.json, body)).count == 2)
        }
    }

    @Test func servesTheVersionThatIsLoaded() async throws {
        let server = try TestServer()
        let body = try Self.request(1)
        #expect(try await server.post("/v2/models/mlp/versions/1/infer", Self.json, body).status == 200)
        let other = try await server.post("/v2/models/mlp/versions/2/infer", Self.json, body)
        #expect(other.status == 404)
        #expect(other.error == "version: expected 1 of mlp, found 2")
        let unknown = try await server.post("/v2/models/cnn/infer", Self.json, body)
        #expect(unknown.status == 404)
        #expect(unknown.error == "model: expected mlp or cnn-small, found cnn")
    }

    private static let blank = "[" + Array(repeating: "0", count: 784).joined(separator: ",") + "]"

    @Test(arguments: [
        ("{}", "inputs: expected one tensor, found none"),
        (#"{"inputs":[]}"#, "inputs: expected one tensor, found none, at byte"),
        (#"{"inputs":[{"name":"x"}]}"#, "inputs[0].name: expected input, found x"),
        (#"{"inputs":[{"shape":[1,784]}]}"#, "inputs[0].name: expected input, found none"),
        (#"{"inputs":[{"name":"input","datatype":"FP64"}]}"#, "inputs[0].datatype: expected FP32 or UINT8, found FP64"),
        (#"{"inputs":[{"name":"input"}]}"#, "inputs[0].datatype: expected FP32 or UINT8, found none"),
        (#"{"inputs":[{"name":"input","datatype":"UINT8"}]}"#, "inputs[0].shape: expected [n,784]"),
        (#"{"inputs":[{"name":"input","datatype":"UINT8","shape":[784]}]}"#, "inputs[0].shape: expected [n,784]"),
        (#"{"inputs":[{"name":"input","datatype":"UINT8","shape":[0,784]}]}"#, "inputs[0].shape: expected [n,784]"),
        (#"{"inputs":[{"name":"input","datatype":"UINT8","shape":[1,3,28,28]}]}"#, "inputs[0].shape: expected [n,784]"),
        (#"{"inputs":[{"name":"input","shape":"1x784"}]}"#, "inputs[0].shape: expected an array"),
        (#"{"inputs":[{"name":"input","shape":[1.5]}]}"#, "inputs[0].shape[0]: expected a whole number, found 1.5"),
        (
            #"{"inputs":[{"name":"input","datatype":"UINT8","shape":[1,784]}]}"#,
            "inputs[0].data: expected 784 numbers, found none"
        ),
        (
            #"{"inputs":[{"name":"input","datatype":"UINT8","shape":[1,784],"data":[1,2]}]}"#,
            "inputs[0].data: expected 784 numbers, flat or nested as shape [1, 784], found 2 as [2]"
        ),
        (#"{"inputs":[{"name":"input","data":[[1],[2,3]]}]}"#, "inputs[0].data: expected arrays of equal length"),
        (#"{"inputs":[{"name":"input","data":[[1],2]}]}"#, "inputs[0].data: expected arrays that are nested equally"),
        (#"{"inputs":[{"name":"input","data":[[[[[1]]]]]}]}"#, "inputs[0].data: expected at most 4 dimensions"),
        (#"{"inputs":[{"name":"input","data":["1"]}]}"#, "inputs[0].data: expected a number"),
        (#"{"inputs":[{"name":"input","data":1}]}"#, "inputs[0].data: expected an array of numbers"),
        (
            #"{"inputs":[{"name":"input","datatype":"UINT8","shape":[1,784],"data":"#
                + blank.replacing("[0,0", with: "[0,256") + "}]}",
            "inputs[0].data[1]: expected a whole number of 0...255, found 256.0"
        ),
        (
            #"{"inputs":[{"name":"input","datatype":"FP32","shape":[1,784],"data":"#
                + blank.replacing("[0,0", with: "[0,255") + "}]}",
            "inputs[0].data[1]: expected FP32 of 0 (paper) to 1 (ink), found 255.0"
        ),
        (
            #"{"inputs":[{"name":"input","datatype":"UINT8","shape":[1,784],"parameters":{"binary_data_size":5}}]}"#,
            "inputs[0].parameters.binary_data_size: expected 784 for shape [1, 784] of UINT8, found 5"
        ),
        (
            #"{"inputs":[{"name":"input","datatype":"UINT8","shape":[1,784],"parameters":{"binary_data_size":784}}]}"#,
            "inputs[0].parameters.binary_data_size: 784 was announced, 0 bytes follow"
        ),
        (#"{"outputs":[{"name":"x"}]}"#, "outputs[0].name: expected probabilities or digit, found x"),
        (#"{"outputs":[{"name":"digit"},{"name":"digit"}]}"#, "outputs[1].name: digit comes twice"),
        (#"{"outputs":[{}]}"#, "outputs[0].name: expected probabilities or digit, found none"),
        (#"{"id":5}"#, "id: expected a string"), (#"{"id":"a","id":"b"}"#, "request: the name id comes twice"),
        (#"{"parameters":{"binary_data_output":1}}"#, "parameters.binary_data_output: expected true or false"),
        ("", "request: expected an object"), ("[]", "request: expected an object"),
        ("{} {}", "request: expected the end of the text"),
    ])
    func namesTheMemberThatIsWrong(body: String, message: String) async throws {
        let answer = try await TestServer().post(Self.path, Self.json, Array(body.utf8))
        #expect(answer.status == 400)
        #expect(answer.error.hasPrefix(message))
    }

    @Test func refusesNumbersThatAreNotFinite() async throws {
        let json = Array(
            """
            {"inputs":[{"name":"input","shape":[1,784],"datatype":"FP32","parameters":{"binary_data_size":3136}}]}
            """.utf8)
        for value: Float in [.nan, .infinity, -0.001] {
            let last = withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
            let answer = try await TestServer().post(
                Self.path, "application/octet-stream", json + Array(repeating: 0, count: 3_132) + last,
                [.jsonLength: String(json.count)])
            #expect(answer.status == 400)
            #expect(
                answer.error.hasPrefix("inputs[0].data[783]: expected FP32 of 0 (paper) to 1 (ink), found \(value)"))
        }
    }

    @Test(arguments: ["-1", "x", "99999", "99999999999999999999"])
    func refusesALengthOfTheJSONThatCannotBe(length: String) async throws {
        let answer = try await TestServer().post(
            Self.path, "application/octet-stream", Self.request(1), [.jsonLength: length])
        #expect(answer.status == 400)
        #expect(answer.error.hasPrefix("Inference-Header-Content-Length: expected"))
    }

    @Test func refusesMoreImagesThanTheLimit() async throws {
        let server = try TestServer { $0.limits.batch = 2 }
        #expect(try await server.post(Self.path, Self.json, Self.request(2)).status == 200)
        // Seen by the numbers that came, and by the shape that was announced.
        let sent = try await server.post(Self.path, Self.json, Self.request(3))
        #expect(sent.status == 413)
        #expect(sent.error == "inputs[0].data: expected at most 1568 numbers, found more")
        let announced = #"{"inputs":[{"name":"input","datatype":"UINT8","shape":[9007199254740991,784]}]}"#
        let answer = try await server.post(Self.path, Self.json, Array(announced.utf8))
        #expect(answer.status == 413)
        #expect(answer.error == "inputs[0].shape: expected at most 2 images, found 9007199254740991")
    }

    @Test func refusesOtherContentTypes() async throws {
        let server = try TestServer()
        #expect(try await server.post(Self.path, "text/plain", Self.request(1)).status == 415)
        #expect(try await server.post(Self.path, Self.json, Self.request(1), [.contentEncoding: "gzip"]).status == 415)
        #expect(try await server.post(Self.path, "application/json; charset=utf-8", Self.request(1)).status == 200)
    }

    @Test func damagedRequestsAreRefusedAndCostLittleMemory() throws {
        let json = Array(
            """
            {"id":"a\\u00e9","parameters":{"x":[1,{"y":null}],"binary_data_output":true},"inputs":[{"name":"input",\
            "shape":[1,784],"datatype":"UINT8","parameters":{"binary_data_size":784}}],"outputs":[{"name":"digit"}]}
            """.utf8)
        let body = json + (try Digits.sample(1)).images.pixels
        expectNeverTraps(body, mutations: 2_000, allocationFactor: 40, fixedAllowance: 20_000) { bytes in
            try bytes.withUnsafeBytes { try InferenceRequest($0, jsonLength: min(json.count, bytes.count), limit: 4) }
        }
    }
}

extension HTTPField.Name {
    /// How many bytes of a body are JSON; the name is well formed.
    static let jsonLength = HTTPField.Name("Inference-Header-Content-Length") ?? .contentLength
}
