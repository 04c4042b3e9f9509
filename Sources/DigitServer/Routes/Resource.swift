import Hummingbird

/// A path, and what is answered there; `:name` stands for any one part.
struct Resource: Sendable {
    typealias Handler = @Sendable (Request, BasicRequestContext) async throws -> Response

    let path: String
    /// By method; HEAD comes with GET.
    let handlers: [HTTPRequest.Method: Handler]

    /// Answers GET and HEAD.
    static func get(_ path: String, _ handler: @escaping Handler) -> Resource {
        Resource(path: path, handlers: [.get: handler])
    }

    /// Answers POST.
    static func post(_ path: String, _ handler: @escaping Handler) -> Resource {
        Resource(path: path, handlers: [.post: handler])
    }

    /// The methods that are answered, as the header `Allow` lists them.
    var allowed: String {
        let methods = handlers.keys.map(\.rawValue) + (handlers[.get] == nil ? [] : [HTTPRequest.Method.head.rawValue])
        return methods.sorted().joined(separator: ", ")
    }

    /// Whether a path is this one.
    func matches(_ path: String) -> Bool {
        let (pattern, parts) = (self.path.split(separator: "/"), path.split(separator: "/"))
        return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
}
