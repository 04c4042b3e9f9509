import Hummingbird

/// The documents for browsers: the page to draw on, and what there is to call.
struct DocumentRoutes: Sendable {
    private let documentation: WebDocument
    private let openAPI: WebDocument

    /// Documents that name these models.
    init(models: [String]) {
        openAPI = WebDocument.openAPI(models: models)
        documentation = DocumentationPage.document(for: openAPI)
    }

    var resources: [Resource] {
        [
            .get("/") { request, _ in WebDocument.page.response(to: request) },
            .get("/docs") { [documentation] request, _ in documentation.response(to: request) },
            .get("/openapi.json") { [openAPI] request, _ in openAPI.response(to: request) },
        ]
    }
}
