import Crypto
import DigitServer
import Foundation
import HTTPTypes
import Testing

@Suite("Routes of the server")
struct RouteTests {
    /// Every path of the OpenAPI document with its methods, and a model and version filled in.
    private static func described(_ server: TestServer) async throws -> [(path: String, methods: Set<String>)] {
        let document = try await server.get("/openapi.json").object()
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        return paths.map { path, item in
            (
                path.replacing("{model}", with: "mlp").replacing("{version}", with: "1"),
                Set(item.keys).intersection(["get", "post"])
            )
        }
    }

    @Test func answersEveryRouteOfTheDescription() async throws {
        let server = try TestServer()
        let described = try await Self.described(server)
        #expect(described.count == 15)
        for (path, methods) in described {
            let get = try await server.get(path)
            #expect(get.status == (methods.contains("get") ? 200 : 405), "\(path)")
            #expect(get.headers[.xContentTypeOptions] == "nosniff")
            let post = try await server.post(path, "application/json", [])
            #expect(post.status == (methods.contains("post") ? (path.hasPrefix("/v1") ? 415 : 400) : 405), "\(path)")
        }
    }

    @Test func otherMethodsAreRefusedWithThoseThatThereAre() async throws {
        let server = try TestServer()
        for (path, methods) in try await Self.described(server) {
            for method in [
                HTTPRequest.Method.put, .delete, .patch, .trace, .options, HTTPRequest.Method("QUERY") ?? .get,
            ] {
                let answer = try await server.send(method, path)
                #expect(answer.status == 405)
                #expect(answer.headers[.allow] == (methods == ["get"] ? "GET, HEAD" : "POST"))
            }
            let head = try await server.send(.head, path)
            #expect(head.status == (methods == ["get"] ? 200 : 405))
            if methods == ["get"] { #expect(head.bytes.isEmpty) }
        }
    }

    @Test(arguments: ["/v3", "/v1/classify/x", "/v2/models", "/v2/models/mlp/versions", "/index.html", "/%2e%2e/etc"])
    func nothingElseIsThere(path: String) async throws {
        let answer = try await TestServer().get(path)
        #expect(answer.status == 404)
        #expect(answer.error.hasPrefix("there is nothing at this path"))
    }

    @Test func tellsHealthAndMetadata() async throws {
        let server = try TestServer()
        #expect(try await server.get("/v2/health/live").text == #"{"live":true}"#)
        #expect(try await server.get("/v2/health/ready").text == #"{"ready":true}"#)
        #expect(try await server.get("/v2/models/mlp/ready").text == #"{"name":"mlp","ready":true}"#)
        #expect(try await server.get("/v2/models/mlp/versions/2/ready").status == 404)
        #expect(try await server.get("/v2/models/none/ready").status == 404)
        let metadata = try await server.get("/v2/models/cnn-small")
        #expect(
            metadata.text == """
                {"name":"cnn-small","versions":["1"],"platform":"swift-digits",\
                "inputs":[{"name":"input","datatype":"FP32","shape":[-1,784]}],\
                "outputs":[{"name":"probabilities","datatype":"FP32","shape":[-1,10]},\
                {"name":"digit","datatype":"INT64","shape":[-1]}]}
                """)
    }

    @Test func listsTheModelsWithTheDefaultFirst() async throws {
        let models = try await TestServer().get("/v1/models").array()
        #expect(models.map { $0["name"] as? String } == ["mlp", "cnn-small"])
        #expect(models.map { $0["default"] as? Bool } == [true, false])
        #expect(models.map { $0["parameters"] as? Int } == [45_360, 17_890])
    }

    @Test func documentsForBrowsersRunNothingButTheirOwn() async throws {
        let server = try TestServer()
        for path in ["/", "/docs"] {
            let answer = try await server.get(path)
            let policy = try #require(answer.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; script-src "))
            #expect(!policy.contains("unsafe"))
            // Each script and style that stands in the document is named by its hash.
            for element in ["script", "style"] {
                for part in answer.text.components(separatedBy: "<\(element)").dropFirst() {
                    let content = try #require(part.components(separatedBy: "</\(element)>").first)
                    let inside = content.drop { $0 != ">" }.dropFirst()
                    let hash = Data(SHA256.hash(data: Data(inside.utf8))).base64EncodedString()
                    #expect(policy.contains("'sha256-\(hash)'"))
                }
            }
            #expect(!answer.text.contains("src=\"http"))
            let again = try await server.get(path, [.ifNoneMatch: try #require(answer.headers[.eTag])])
            #expect(again.status == 304)
            #expect(again.bytes.isEmpty)
        }
    }

    @Test func theDocumentationNamesEveryRouteAndParameter() async throws {
        let server = try TestServer()
        let page = try await server.get("/docs").text
        let document = try await server.get("/openapi.json").object()
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        for path in paths.keys { #expect(page.contains("<code>\(path)</code></h3>")) }
        for name in ["single", "top", "model", "image28", "annotate", "Inference-Header-Content-Length", "version"] {
            #expect(page.contains("<dt><code>\(name)</code></dt>"))
        }
        #expect(!page.contains("<script"))
    }

    @Test func theDescriptionIsOfThisVersion() async throws {
        let server = try TestServer()
        let document = try await server.get("/openapi.json").object()
        let version = try await server.get("/v2").object()["version"] as? String
        #expect((document["info"] as? [String: Any])?["version"] as? String == version)
    }

    @Test func countsForPrometheus() async throws {
        let server = try TestServer()
        let png = try Digits.png()
        for _ in 0..<2 { _ = try await server.post("/v1/classify", "image/png", png) }
        _ = try await server.post("/v1/classify", "text/plain", png)
        _ = try await server.get("/v2/models/none")
        let answer = try await server.get("/metrics")
        #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        let lines = Set(answer.text.split(separator: "\n").map(String.init))
        for line in [
            "# TYPE digits_requests_total counter",
            #"digits_requests_total{route="/v1/classify",status="200"} 2"#,
            #"digits_requests_total{route="/v1/classify",status="415"} 1"#,
            #"digits_requests_total{route="/v2/models/{model}",status="404"} 1"#,
            #"digits_request_duration_seconds_count{route="/v1/classify"} 3"#,
            #"digits_request_duration_seconds_bucket{route="/v1/classify",le="+Inf"} 3"#,
            #"digits_received_bytes_total{route="/v1/classify"} \#(png.count * 3)"#,
            #"digits_images_total{model="mlp"} 2"#, #"digits_model_version{model="mlp"} 1"#,
            "digits_requests_under_way 0",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        // Prometheus' own grammar: a comment, or a name, labels and a number.
        let sample = /[a-z_]+(\{[a-z_]+="[^"\\\n]*"(,[a-z_]+="[^"\\\n]*")*\})? (\+Inf|[-+.0-9e]+)/
        for line in lines where !line.hasPrefix("#") { #expect(line.wholeMatch(of: sample) != nil, "\(line)") }
    }
}
