import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1

/// Stands around every route: makes answers of errors, adds the headers that all answers have, counts and logs.
struct RequestRecorder: RouterMiddleware {
    typealias Context = BasicRequestContext

    let metrics: ServerMetrics
    let resources: [Resource]
    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = NIODeadline.now()
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection's own handler answers what is not HTTP.
            throw error
        } catch {
            response = refusal(for: error, request).response
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        if !response.headers.contains(.cacheControl) { response.headers[.cacheControl] = "no-store" }
        // What was not read to its end must not be read as the next request.
        if response.status == .contentTooLarge { response.headers[.connection] = "close" }

        let time = NIODeadline.now() - start
        let received = request.headers[.contentLength].flatMap(Int.init) ?? 0
        metrics.count(
            route: context.endpointPath ?? "none", status: response.status.code, received: received,
            nanoseconds: time.nanoseconds)
        logger.debug(
            "request",
            metadata: [
                "status": "\(response.status.code)", "bytes": "\(received)",
                "microseconds": "\(time.nanoseconds / 1_000)",
            ])
        return response
    }

    private func refusal(for error: any Error, _ request: Request) -> Refusal {
        switch error {
        case let error as Refusal: return error
        case let error as HTTPError where error.status == .notFound:
            guard let resource = resources.first(where: { $0.matches(request.uri.path) }) else {
                return Refusal(.notFound, "there is nothing at this path; /docs lists what there is")
            }
            var refusal = Refusal(.methodNotAllowed, "method: expected \(resource.allowed)")
            refusal.headers[.allow] = resource.allowed
            return refusal
        case let error as HTTPError: return Refusal(error.status, error.body ?? error.status.reasonPhrase)
        case is CancellationError: return .busy("the server is ending")
        default:
            // The error's kind is ours; its text could hold what a caller sent.
            logger.error("a fault of the server", metadata: ["error": "\(type(of: error))"])
            return Refusal(.internalServerError, "a fault of the server")
        }
    }
}

extension HTTPField.Name {
    static let crossOriginResourcePolicy = HTTPField.Name(known: "Cross-Origin-Resource-Policy")
}
