import HTTPTypes
import Hummingbird

/// `POST /v2/models/MODEL/infer`: the Open Inference Protocol's predictions.
///
/// Each request is predicted by itself: putting single images of several requests together gains too little, as
/// Documentation/performance.md measures.
struct InferenceRoute: Sendable {
    /// The longest body that is answered at once: some tens of images at most.
    private static let shortBody = 16 << 10

    let models: ModelStore
    let limits: ServerLimits
    let bodies: BodyReader
    let metrics: ServerMetrics

    var resources: [Resource] {
        ["/v2/models/:model/infer", "/v2/models/:model/versions/:version/infer"].map { path in
            .post(path) { request, context in try await answer(request, context) }
        }
    }

    private func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let model = try models.model(context)
        try request.checkEncoding()
        if let type = request.contentType?.value, !["application/json", "application/octet-stream"].contains(type) {
            throw Refusal(
                .unsupportedMediaType,
                "Content-Type: expected application/json, or application/octet-stream with binary tensors")
        }
        let jsonLength = try request.headers[.inferenceHeaderContentLength].map { text in
            guard let length = Int(text), length >= 0 else {
                throw Refusal.badRequest("Inference-Header-Content-Length: expected a number of bytes")
            }
            return length
        }
        return try await bodies.withBody(of: request) { body in
            try await WorkPool.run(isShort: body.readableBytes <= Self.shortBody) {
                let request = try body.withUnsafeReadableBytes {
                    try InferenceRequest($0, jsonLength: jsonLength, limit: limits.batch)
                }
                metrics.count(images: request.images.count, model: model.name)
                return InferenceAnswer(
                    model: model, request: request, probabilities: model.recognizer.predict(request.images)
                ).response
            }
        }
    }
}
