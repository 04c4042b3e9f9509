import DigitServer
import Foundation
import Testing

/// What only a connection shows: the wire, and callers that do not behave.
@Suite("The server over a port")
struct LiveTests {
    private static func post(_ path: String, _ type: String, _ body: [UInt8], more: String = "") -> [UInt8] {
        Array(
            "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\(more)\r\n"
                .utf8)
            + body
    }

    @Test func aConnectionTakesOneRequestAfterAnother() async throws {
        let png = try Digits.png()
        try await LiveServer.run { port, _ in
            let connection = try Connection(port: port)
            for _ in 0..<3 {
                await connection.send(Self.post("/v1/classify", "image/png", png))
                let answer = await connection.readAnswer()
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"))
                #expect(!answer.contains("\r\nServer:"))
                #expect(answer.hasSuffix("}]"))
            }
            for path in [
                "/", "/docs", "/openapi.json", "/metrics", "/v1/models", "/v2", "/v2/health/ready", "/v2/models/mlp",
            ] {
                await connection.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(await connection.readAnswer().hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
            // Byte by byte is a request as well.
            for byte in Self.post("/v2/models/mlp/infer", "application/json", Array("{}".utf8)) {
                await connection.send([byte])
            }
            #expect(await connection.readAnswer().hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        }
    }

    @Test func requestsThatCameTogetherAreAnsweredInTheirOrder() async throws {
        try await LiveServer.run { port, _ in
            let connection = try Connection(port: port)
            await connection.send(
                "GET /v2/health/live HTTP/1.1\r\nHost: a\r\n\r\nGET /v2/health/ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            )
            let text = await connection.readToEnd()
            let live = try #require(text.range(of: "{\"live\":true}"))
            let ready = try #require(text.range(of: "{\"ready\":true}"))
            #expect(live.upperBound < ready.lowerBound)
        }
    }

    @Test func whatIsNoHTTPIsRefusedAndTheConnectionEnds() async throws {
        try await LiveServer.run { port, _ in
            for garbage in [
                "hello\r\n\r\n", "\u{16}\u{3}\u{1}\0\0", "GET / HTTP/1.1\r\nA b: c\r\n\r\n",
                "GET /\u{0}x HTTP/1.1\r\n\r\n",
            ] {
                let connection = try Connection(port: port)
                await connection.send(garbage)
                let answer = await connection.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
                #expect(answer.hasSuffix(#"{"error":"the request is not HTTP/1.1"}"#))
            }
            let both = try Connection(port: port)
            await both.send(
                "POST /v1/classify HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n")
            #expect(await both.readToEnd().hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func headersPastTheLimitAreRefused() async throws {
        try await LiveServer.run { port, _ in
            for header in [String(repeating: "a", count: 20_000), String(repeating: "a\r\nB: ", count: 5_000)] {
                let connection = try Connection(port: port)
                await connection.send("GET / HTTP/1.1\r\nHost: a\r\nA: \(header)\r\n\r\n")
                #expect(await connection.readToEnd().hasPrefix("HTTP/1.1 431 Request Header Fields Too Large\r\n"))
            }
        }
    }

    @Test func aBodyPastTheLimitIsRefusedSoThatTheCallerCanReadIt() async throws {
        try await LiveServer.run({ $0.limits.bodySize = 100_000 }) { port, _ in
            let connection = try Connection(port: port)
            await connection.send(Self.post("/v1/classify", "image/png", [UInt8](repeating: 0, count: 400_000)))
            let answer = await connection.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix(#"{"error":"body: expected at most 100000 bytes, found 400000"}"#))
        }
    }

    @Test func callersThatAskBeforeTheySendAreToldToGoOn() async throws {
        let png = try Digits.png()
        try await LiveServer.run { port, _ in
            let connection = try Connection(port: port)
            let request = Self.post("/v1/classify", "image/png", png, more: "Expect: 100-continue\r\n")
            await connection.send(Array(request.dropLast(png.count)))
            #expect(await connection.readAnswer().hasPrefix("HTTP/1.1 100 Continue\r\n\r\n"))
            await connection.send(png)
            #expect(await connection.readAnswer().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func requestsThatDoNotArriveInTimeAreGivenUp() async throws {
        try await LiveServer.run({ $0.limits.readTime = .milliseconds(100) }) { port, _ in
            let connection = try Connection(port: port)
            await connection.send(Array(Self.post("/v1/classify", "image/png", [1, 2, 3]).dropLast()))
            let answer = await connection.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            #expect(answer.hasSuffix(#"{"error":"the request took too long to arrive"}"#))
        }
    }

    @Test func connectionsWithNothingUnderWayAreEnded() async throws {
        try await LiveServer.run({ $0.limits.idleTime = .milliseconds(100) }) { port, _ in
            let silent = try Connection(port: port)
            let half = try Connection(port: port)
            await half.send("GET / HTTP/1.1\r\nHost:")
            let idle = try Connection(port: port)
            await idle.send("GET /v2/health/live HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await silent.readToEnd() == "")
            #expect(await half.readToEnd() == "")
            #expect(await idle.readToEnd().hasSuffix("{\"live\":true}"))
        }
    }

    @Test func callersThatGoAwayHarmNobody() async throws {
        let png = try Digits.png()
        try await LiveServer.run { port, _ in
            for length in [0, 10, 100, 200] {
                let connection = try Connection(port: port)
                await connection.send(Array(Self.post("/v1/classify", "image/png", png).prefix(length)))
            }
            let connection = try Connection(port: port)
            await connection.send(Self.post("/v1/classify", "image/png", png))
            connection.endSending()
            #expect(await connection.readAnswer().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func atTheEndWhatIsUnderWayIsFinished() async throws {
        let png = try Digits.png()
        try await LiveServer.run({ $0.limits.quiescenceTime = .milliseconds(500) }) { port, end in
            let request = Self.post("/v1/classify", "image/png", png)
            let underWay = try Connection(port: port)
            let next = try Connection(port: port)
            let idle = try Connection(port: port)
            // Each has been accepted: it has been answered once.
            for connection in [underWay, next, idle] {
                await connection.send("GET /v2/health/live HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(await connection.readAnswer().hasSuffix("{\"live\":true}"))
            }
            await underWay.send(Array(request.dropLast(50)))
            try await Task.sleep(for: .milliseconds(50))
            await end()
            try await Task.sleep(for: .milliseconds(50))
            await underWay.send(Array(request.suffix(50)))
            await next.send(request)
            for connection in [underWay, next] {
                let answer = await connection.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(answer.contains("\r\nConnection: close\r\n"))
                #expect(answer.hasSuffix("}]"))
            }
            #expect(await idle.readToEnd() == "")
            #expect(throws: POSIXError.self) { try Connection(port: port) }
        }
    }
}
