import DigitServer
import Foundation
import HTTPTypes
import Testing

@Suite("What the server lets in")
struct ProtectionTests {
    private static func basic(_ text: String) -> String { "Basic " + Data(text.utf8).base64EncodedString() }

    @Test func withATokenOnlyThoseWhoShowItAreLetIn() async throws {
        let server = try TestServer { $0.token = "s3cret:x" }
        let png = try Digits.png()
        for shown in [
            nil, "", "Bearer", "Bearer ", "Bearer s3cret", "Bearer s3cret:xx", "Bearer S3CRET:X", "s3cret:x",
            Self.basic("s3cret:x"), Self.basic("a:s3cret"), "Basic ???", "Digest s3cret:x",
        ] {
            let headers: HTTPFields = shown.map { [.authorization: $0] } ?? [:]
            let answer = try await server.post("/v1/classify", "image/png", png, headers)
            #expect(answer.status == 401)
            #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Basic ") == true)
            #expect(answer.error == "Authorization: expected Bearer and the server's token")
        }
        for shown in ["Bearer s3cret:x", "bearer s3cret:x", Self.basic("anybody:s3cret:x"), Self.basic(":s3cret:x")] {
            #expect(try await server.post("/v1/classify", "image/png", png, [.authorization: shown]).status == 200)
        }
        for path in ["/", "/docs", "/metrics", "/openapi.json", "/v1/models", "/v2", "/nothing"] {
            #expect(try await server.get(path).status == 401)
        }
        #expect(try await server.get("/v2/health/live").status == 200)
        #expect(try await server.get("/v2/health/ready").status == 200)
    }

    @Test func pagesOfOtherOriginsAreToldNothingUnlessTheyAreListed() async throws {
        let origin: HTTPFields = [.origin: "https://a.example"]
        let closed = try await TestServer().get("/v2", origin)
        #expect(closed.headers[.accessControlAllowOrigin] == nil)
        let server = try TestServer {
            $0.allowedOrigins = ["https://a.example", "http://b.example:8000"]
            $0.token = "t"
        }
        var question = origin
        question[.accessControlRequestMethod] = "POST"
        let answer = try await server.send(.options, "/v1/classify", question)
        #expect(answer.status == 204)
        #expect(answer.headers[.accessControlAllowOrigin] == "https://a.example")
        #expect(answer.headers[.accessControlAllowMethods] == "GET, HEAD, POST")
        #expect(answer.headers[.vary] == "Origin")
        // A refusal can be read as well.
        #expect(try await server.get("/v2", origin).headers[.accessControlAllowOrigin] == "https://a.example")
        #expect(try await server.get("/v2", origin).status == 401)
        question[.origin] = "https://a.example.evil"
        #expect(try await server.send(.options, "/v1/classify", question).headers[.accessControlAllowOrigin] == nil)
    }

    @Test func bodiesPastTheLimitAreRefused() async throws {
        let server = try TestServer { $0.limits.bodySize = 2_000 }
        let body = [UInt8](repeating: 32, count: 2_001)
        for headers: HTTPFields in [[:], [.transferEncoding: "chunked"]] {
            let answer = try await server.post("/v2/models/mlp/infer", "application/json", body, headers)
            #expect(answer.status == 413)
            #expect(answer.error.hasPrefix("body: expected at most 2000 bytes, found "))
            #expect(answer.headers[.connection] == "close")
            #expect(try await server.post("/v2/models/mlp/infer", nil, Array(body.dropLast()), headers).status == 400)
        }
    }

    @Test func whatCannotBeWorkedOnIsToldToComeBack() async throws {
        let png = try Digits.png()
        for change: @Sendable (inout ServerOptions) -> Void in [
            { $0.limits.requests = 0 }, { $0.limits.totalBodySize = 10 },
        ] {
            let server = try TestServer(change)
            let answer = try await server.post("/v1/classify", "image/png", png)
            #expect(answer.status == 503)
            #expect(answer.headers[.retryAfter] == "1")
            // What takes no work is answered all the same.
            #expect(try await server.get("/v2/health/live").status == 200)
        }
    }

    @Test func bytesAreGivenBackWhenTheirRequestIsAnswered() async throws {
        let png = try Digits.png()
        let server = try TestServer {
            $0.limits.totalBodySize = png.count
            $0.limits.requests = 1
        }
        for type in ["image/png", "text/plain", "image/png", "image/png"] {
            let answer = try await server.post("/v1/classify", type, png)
            #expect(answer.status == (type == "image/png" ? 200 : 415))
        }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.1.2.3", true), ("localhost", true), ("::1", true), ("0.0.0.0", false), ("::", false),
        ("192.168.1.2", false), ("example.com", false), ("1270.example.com", false),
    ])
    func knowsWhetherOthersCanReachIt(host: String, isLoopback: Bool) {
        var options = ServerOptions()
        options.host = host
        #expect(options.isLoopback == isLoopback)
    }
}
