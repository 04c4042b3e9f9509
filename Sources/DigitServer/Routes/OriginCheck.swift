import HTTPTypes
import Hummingbird

/// Lets pages of other origins call, where they are on a list: browsers ask (the Fetch standard's CORS protocol).
struct OriginCheck: RouterMiddleware {
    typealias Context = BasicRequestContext

    let allowed: [String]

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin], allowed.contains(origin) else {
            return try await next(request, context)
        }
        let isQuestion = request.method == .options && request.headers.contains(.accessControlRequestMethod)
        var response = isQuestion ? Response(status: .noContent) : try await next(request, context)
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.vary] = "Origin"
        if isQuestion {
            response.headers[.accessControlAllowMethods] = "GET, HEAD, POST"
            response.headers[.accessControlAllowHeaders] =
                "Authorization, Content-Type, \(HTTPField.Name.inferenceHeaderContentLength.canonicalName)"
        } else {
            response.headers[.accessControlExposeHeaders] =
                HTTPField.Name.inferenceHeaderContentLength.canonicalName
        }
        return response
    }
}
