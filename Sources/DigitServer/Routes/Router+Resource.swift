import HTTPTypes
import Hummingbird

extension Router {
    /// Answers a path: some methods as given, every other with 405 and the list of those that are.
    func resource(
        _ path: RouterPath,
        _ handlers: [HTTPRequest.Method: @Sendable (Request, Context) async throws -> Response]
    ) {
        for (method, handler) in handlers { on(path, method: method, use: handler) }
        var allowed = handlers.keys.map(\.rawValue)
        if handlers[.get] != nil { allowed.append(HTTPRequest.Method.head.rawValue) }
        let list = allowed.sorted().joined(separator: ", ")
        let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
        for method in all where !allowed.contains(method.rawValue) {
            on(path, method: method) { _, _ -> Response in
                var refusal = Refusal(.methodNotAllowed, "method: expected \(list), found \(method.rawValue)")
                refusal.headers[.allow] = list
                throw refusal
            }
        }
    }

    /// Answers GET and HEAD of a path.
    func get(_ path: RouterPath, answer: @escaping @Sendable (Request, Context) async throws -> Response) {
        resource(path, [.get: answer])
    }
}
