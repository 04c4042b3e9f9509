import Hummingbird

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Lets in who shows the token.
///
/// It comes as `Authorization: Bearer TOKEN`, or as the password of any name (RFC 7617), which is what a browser asks its
/// user for. Whether the server lives is told to all.
struct TokenCheck: RouterMiddleware {
    typealias Context = BasicRequestContext

    let token: String

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard context.endpointPath?.hasPrefix("/v2/health/") == true || isAllowed(request.headers[.authorization])
        else {
            var refusal = Refusal(.unauthorized, "Authorization: expected Bearer and the server's token")
            refusal.headers[.wwwAuthenticate] = "Basic realm=\"swift-digits\", charset=\"UTF-8\""
            throw refusal
        }
        return try await next(request, context)
    }

    private func isAllowed(_ authorization: String?) -> Bool {
        guard let authorization, let space = authorization.firstIndex(of: " ") else { return false }
        let credentials = String(authorization[authorization.index(after: space)...])
        switch authorization[..<space].lowercased() {
        case "bearer": return isToken(credentials)
        case "basic":
            guard let data = Data(base64Encoded: credentials),
                let colon = data.firstIndex(of: UInt8(ascii: ":"))
            else { return false }
            return isToken(String(decoding: data[(colon + 1)...], as: UTF8.self))
        default: return false
        }
    }

    /// Compares in a time that tells nothing of how much of the token was right.
    private func isToken(_ shown: String) -> Bool {
        let (expected, found) = (Array(token.utf8), Array(shown.utf8))
        var difference = expected.count ^ found.count
        for index in found.indices {
            difference |= Int(found[index] ^ expected[index % expected.count])
        }
        return difference == 0
    }
}
