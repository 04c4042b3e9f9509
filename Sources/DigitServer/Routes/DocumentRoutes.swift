import Hummingbird

/// The documents for browsers: the page to draw on, and what there is to call.
struct DocumentRoutes: Sendable {
    func add(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in WebDocument.page.response(to: request) }
        let documentation = DocumentationPage.embedded()
        router.get("/docs") { request, _ in documentation.response(to: request) }
        router.get("/openapi.json") { request, _ in WebDocument.openAPI.response(to: request) }
    }
}
