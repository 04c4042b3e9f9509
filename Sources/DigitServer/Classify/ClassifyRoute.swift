import DigitFormats
import DigitRecognition
import HTTPTypes
import Hummingbird

/// `POST /v1/classify`: reads the digits of pictures, and answers as `digits classify --format json` does.
struct ClassifyRoute: Sendable {
    /// The content types of pictures; the bytes themselves tell which kind they are.
    private static let pictureTypes: Set<String> = [
        "image/png", "image/jpeg", "image/x-portable-anymap", "image/x-portable-bitmap", "image/x-portable-graymap",
        "image/x-portable-pixmap", "application/octet-stream",
    ]
    /// The longest picture that is read at once, in bytes and in pixels: an image like MNIST's, or a small drawing.
    private static let shortBody = 4 << 10
    private static let shortPixels = 4_096

    let models: ModelStore
    let limits: ServerLimits
    let bodies: BodyReader
    let metrics: ServerMetrics

    var resources: [Resource] { [.post("/v1/classify") { request, _ in try await answer(request) }] }

    private func answer(_ request: Request) async throws -> Response {
        let query = try ClassifyQuery(request.uri)
        let model = try query.model.map { name in
            guard let model = models[name: name] else {
                throw Refusal(.notFound, "model: expected \(models.names), found \(String(shown: name))")
            }
            return model
        }
        try request.checkEncoding()
        let type = request.contentType
        let isForm = type?.value == "multipart/form-data"
        guard isForm || Self.pictureTypes.contains(type?.value ?? "") else {
            throw Refusal(
                .unsupportedMediaType,
                "Content-Type: expected image/png, image/jpeg, image/x-portable-anymap or multipart/form-data, "
                    + "as curl sends with -H 'Content-Type: image/png' or -F file=@FILE")
        }
        let work = ClassifyWork(query: query, model: model ?? models.standard, metrics: metrics)
        return try await bodies.withBody(of: request) { body in
            if isForm {
                return try await WorkPool.run(isShort: false) {
                    try work.answer(
                        form: body, boundary: type?["boundary"] ?? "", maximumParts: limits.pictures,
                        maximumPixels: limits.pixels)
                }
            }
            if body.readableBytes <= Self.shortBody,
                let response = try work.answer(picture: body, upTo: min(Self.shortPixels, limits.pixels))
            {
                return response
            }
            return try await WorkPool.run(isShort: false) {
                try work.answer(picture: body, maximumPixels: limits.pixels)
            }
        }
    }
}
