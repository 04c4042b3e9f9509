import HTTPTypes
import Hummingbird

extension Request {
    /// The content type, taken apart; `nil` where none is given.
    var contentType: HeaderParameters? { headers[.contentType].map { HeaderParameters($0) } }

    /// Refuses bodies that are compressed, which nothing here unpacks.
    func checkEncoding() throws {
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Refusal(.unsupportedMediaType, "Content-Encoding: expected none: bodies are taken as they are")
        }
    }
}
