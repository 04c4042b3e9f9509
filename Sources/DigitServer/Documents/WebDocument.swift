import CDigitAssets
import Crypto
import DigitDatasets
import HTTPTypes
import Hummingbird

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A document for browsers that is part of the program, with the headers that keep it to itself.
struct WebDocument: Sendable {
    /// UTF-8.
    let bytes: [UInt8]
    let contentType: String
    /// Changes when the document does.
    let tag: String
    private let policy: String

    /// Wraps bytes of the program.
    init(_ bytes: [UInt8], contentType: String) {
        self.bytes = bytes
        self.contentType = contentType
        tag = "\"\(Self.hash(bytes))\""
        policy = Self.policy(String(decoding: bytes, as: UTF8.self))
    }

    /// The answer; one without a body where the browser has the document already.
    func response(to request: Request) -> Response {
        var headers: HTTPFields = [
            .contentType: contentType, .eTag: tag, .cacheControl: "no-cache", .contentSecurityPolicy: policy,
            .referrerPolicy: "no-referrer", .crossOriginOpenerPolicy: "same-origin",
            .permissionsPolicy: "camera=(self), microphone=(), geolocation=()",
        ]
        if request.headers[values: .ifNoneMatch].contains(tag) {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Nothing but the document's own scripts and styles, known by their hashes, and calls to this server.
    private static func policy(_ text: String) -> String {
        func sources(_ element: String) -> String {
            let hashes = contents(of: element, in: text).map { "'sha256-\(hash(Array($0.utf8)))'" }
            return hashes.isEmpty ? "'none'" : hashes.joined(separator: " ")
        }
        return [
            "default-src 'none'", "script-src \(sources("script"))", "style-src \(sources("style"))",
            "connect-src 'self'", "img-src 'self' data: blob:", "media-src 'self' blob:", "base-uri 'none'",
            "form-action 'none'", "frame-ancestors 'none'",
        ].joined(separator: "; ")
    }

    /// What stands inside each element of a name.
    private static func contents(of element: String, in text: String) -> [Substring] {
        var contents: [Substring] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "<\(element)"), let start = rest[open.upperBound...].firstIndex(of: ">") {
            let content = rest[rest.index(after: start)...]
            guard let end = content.firstRange(of: "</\(element)>") else { break }
            contents.append(content[..<end.lowerBound])
            rest = content[end.upperBound...]
        }
        return contents
    }

    private static func hash(_ bytes: [UInt8]) -> String {
        Data(SHA256.hash(data: bytes)).base64EncodedString()
    }
}

extension WebDocument {
    /// The page to draw on.
    static let page = WebDocument(digit_asset_page().contents, contentType: "text/html; charset=utf-8")

    /// The description of all routes for programs, with the names of the models that are loaded.
    static func openAPI(models: [String]) -> WebDocument {
        // Names hold nothing that JSON would escape.
        let names = models.map { "\"\($0)\"" }.joined(separator: ", ")
        let text = String(decoding: digit_asset_openapi().contents, as: UTF8.self)
        return WebDocument(Array(text.replacing("\"MODELS\"", with: names).utf8), contentType: "application/json")
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name(known: "Referrer-Policy")
    fileprivate static let crossOriginOpenerPolicy = HTTPField.Name(known: "Cross-Origin-Opener-Policy")
    fileprivate static let permissionsPolicy = HTTPField.Name(known: "Permissions-Policy")
}
