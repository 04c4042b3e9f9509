import Hummingbird
import NIOHTTP1

/// Takes in the bodies of requests, within the limits.
struct BodyReader: Sendable {
    /// The longest body, in bytes.
    let limit: Int
    let admission: Admission

    /// Lets `work` have the whole body.
    ///
    /// - Throws: ``Refusal``: 413 where it is too long, 503 where too much is under way.
    func withBody<Value: Sendable>(
        of request: Request, _ work: (ByteBuffer) async throws -> Value
    ) async throws -> Value {
        // What announces too much is refused before it is read.
        let announced = request.headers[.contentLength].flatMap(Int.init)
        if let announced, announced > limit { throw refusal("\(announced)") }
        var taken = 0
        defer { admission.release(bytes: taken) }
        var body = ByteBuffer()
        do {
            for try await part in request.body {
                let size = part.readableBytes
                guard size <= limit - taken else { throw refusal("more") }
                try admission.take(bytes: size)
                taken += size
                if body.readableBytes == 0 { body = part } else { body.writeImmutableBuffer(part) }
            }
        } catch let error as Refusal {
            throw error
        } catch let error as HTTPParserError {
            throw error
        } catch {
            // The caller went away: nobody reads this.
            throw Refusal.badRequest("body: ended early")
        }
        if let announced, taken != announced {
            throw Refusal.badRequest("body: expected \(announced) bytes, found \(taken)")
        }
        let whole = body
        return try await admission.withRequest { try await work(whole) }
    }

    private func refusal(_ found: String) -> Refusal {
        .tooLarge("body: expected at most \(limit) bytes, found \(found)")
    }
}
