import DigitDatasets
import DigitRecognition
import DigitServer
import DigitTestSupport
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOEmbedded

/// The server without a socket: requests go to its routes as they are.
struct TestServer {
    private let responder: RouterResponder<BasicRequestContext>
    private let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    /// A server with the shipped models, the small one first since debug builds are slow.
    init(
        models: ModelStore? = nil, metrics: PrometheusMetrics = PrometheusMetrics(),
        _ change: (inout ServerOptions) -> Void = { _ in }
    ) throws {
        var options = ServerOptions()
        change(&options)
        let models = try models ?? Self.models()
        responder =
            DigitApplication.make(models: models, options: options, metrics: metrics, logger: logger).responder
    }

    /// The two shipped models that are quickest.
    static func models() throws -> ModelStore { try ModelStore([.shipped(.mlp), .shipped(.cnnSmall)]) }

    /// What was answered.
    struct Answer {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// The body as a JSON object.
        func object() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
        }

        /// The body as a JSON array of objects.
        func array() throws -> [[String: Any]] {
            try JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]] ?? []
        }

        /// The message of a refusal.
        var error: String { (try? object())?["error"] as? String ?? "" }
    }

    /// Sends a request with a body, in parts as a network would bring it.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:], body: [UInt8] = []
    ) async throws -> Answer {
        var headers = headers
        if !body.isEmpty, headers[.transferEncoding] == nil { headers[.contentLength] = String(body.count) }
        let head = HTTPRequest(method: method, scheme: "http", authority: "test", path: path, headerFields: headers)
        let parts = stride(from: 0, to: body.count, by: 1_000).map { start in
            ByteBuffer(bytes: body[start..<min(start + 1_000, body.count)])
        }
        let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        for part in parts { continuation.yield(part) }
        continuation.finish()
        let request = Request(head: head, body: RequestBody(asyncSequence: stream))
        let source = ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger)
        let response = try await responder.respond(to: request, context: BasicRequestContext(source: source))
        let writer = Collector()
        try await response.body.write(writer)
        return Answer(status: response.status.code, headers: response.headers, bytes: writer.bytes.value)
    }

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, path, headers)
    }

    func post(_ path: String, _ type: String?, _ body: [UInt8], _ headers: HTTPFields = [:]) async throws -> Answer {
        var headers = headers
        headers[.contentType] = type
        return try await send(.post, path, headers, body: body)
    }
}
