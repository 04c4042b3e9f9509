package import Hummingbird

/// A request that is refused: the status, and one line that says what was expected and what was found.
package struct Refusal: Error, Equatable {
    package let status: HTTPResponse.Status
    package let message: String
    var headers = HTTPFields()

    init(_ status: HTTPResponse.Status, _ message: String) {
        self.status = status
        self.message = message
    }

    /// The request is not well formed, or asks for what cannot be.
    static func badRequest(_ message: String) -> Refusal { Refusal(.badRequest, message) }

    /// More than a limit allows.
    static func tooLarge(_ message: String) -> Refusal { Refusal(.contentTooLarge, message) }

    /// Too much is under way; the caller should try again.
    static func busy(_ message: String) -> Refusal {
        var refusal = Refusal(.serviceUnavailable, message)
        refusal.headers[.retryAfter] = "1"
        return refusal
    }

    /// What is said of it.
    var json: JSONWriter {
        var writer = JSONWriter()
        writer.object { $0.member("error", message) }
        return writer
    }

    /// The answer: `{"error": "..."}`, as the Open Inference Protocol asks for.
    var response: Response {
        var response = Response(json: json, status: status)
        for header in headers { response.headers[header.name] = header.value }
        return response
    }
}
