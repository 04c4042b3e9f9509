#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The page at `/docs`: the OpenAPI document as people read it, made once, with no script and nothing from elsewhere.
enum DocumentationPage {
    /// The page for a document.
    static func html(_ document: OpenAPIDocument) -> String {
        var html = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escaped(document.info.title)) \(escaped(document.info.version))</title>
            <style>\(style)</style>
            </head>
            <body>
            <header><h1>\(escaped(document.info.title)) <small>\(escaped(document.info.version))</small></h1>
            <p>\(text(document.info.description))</p>
            <p><a href="/">The page to draw on</a> · <a href="/openapi.json">openapi.json</a></p>
            <pre>curl -F file=@photo.jpg http://127.0.0.1:8080/v1/classify
            curl -H 'Content-Type: image/png' --data-binary @seven.png 'http://127.0.0.1:8080/v1/classify?single=true&amp;top=3'
            curl -F file=@photo.jpg 'http://127.0.0.1:8080/v1/classify?annotate=png' -o photo-read.png</pre></header>
            <main>

            """
        for tag in document.tags {
            html += "<h2>\(escaped(tag.description))</h2>\n"
            for (path, item) in document.paths.sorted(by: { $0.key < $1.key }) {
                for (method, operation) in [("GET", item.get), ("POST", item.post)] {
                    guard let operation, operation.tags.contains(tag.name) else { continue }
                    html += section(method, path, operation, item.parameters ?? [], document)
                }
            }
        }
        return html + "</main>\n</body>\n</html>\n"
    }

    /// The page for a document of this program.
    ///
    /// One that cannot be read is a mistake in this package, and stops the process.
    static func document(for openAPI: WebDocument) -> WebDocument {
        do {
            let document = try JSONDecoder().decode(OpenAPIDocument.self, from: Data(openAPI.bytes))
            return WebDocument(Array(html(document).utf8), contentType: "text/html; charset=utf-8")
        } catch {
            fatalError("openapi.json is not as the page of documentation needs it: \(error)")
        }
    }

    private static func section(
        _ method: String, _ path: String, _ operation: OpenAPIDocument.Operation,
        _ common: [OpenAPIDocument.Parameter], _ document: OpenAPIDocument
    ) -> String {
        var html = "<section>\n<h3><b>\(method)</b> <code>\(escaped(path))</code></h3>\n"
        html += "<p>\(text(operation.summary))</p>\n"
        if let description = operation.description { html += "<p>\(text(description))</p>\n" }
        let parameters = (common + (operation.parameters ?? [])).map(document.resolved)
        html += list(
            "Parameters", parameters.map { ("<code>\(escaped($0.name ?? ""))</code>", $0.description ?? "") })
        if let body = operation.requestBody.map(document.resolved(request:)) {
            html += list("Body", [(types(body), body.description ?? "")])
        }
        let responses = operation.responses.sorted { $0.key < $1.key }.map { status, body in
            let body = document.resolved(response: body)
            return (
                "<b>\(escaped(status))</b>" + (status == "200" ? " " + types(body) : ""), body.description ?? ""
            )
        }
        return html + list("Answers", responses) + "</section>\n"
    }

    private static func types(_ body: OpenAPIDocument.Body) -> String {
        (body.content ?? [:]).keys.sorted().map { "<code>\(escaped($0))</code>" }.joined(separator: ", ")
    }

    private static func list(_ title: String, _ items: [(term: String, description: String)]) -> String {
        guard !items.isEmpty else { return "" }
        let rows = items.map { "<dt>\($0.term)</dt><dd>\(text($0.description))</dd>" }
        return "<h4>\(title)</h4>\n<dl>\n\(rows.joined(separator: "\n"))\n</dl>\n"
    }

    /// Text with what stands between backticks as code.
    private static func text(_ text: String) -> String {
        escaped(text).split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0.isMultiple(of: 2) ? String($1) : "<code>\($1)</code>" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static let style = """
        :root { color-scheme: light dark; --line: light-dark(#d8d8d4, #3a3a3d); --quiet: light-dark(#5c5c58, #a8a8a4); }
        body { font: 16px/1.55 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 4rem;
          background: light-dark(#fdfdfb, #18181a); color: light-dark(#1c1c1a, #ecece8); }
        h1 { font-size: 1.9rem; margin: 0 0 .5rem; } h1 small { font-weight: 400; color: var(--quiet); }
        h2 { margin: 2.5rem 0 .5rem; font-size: 1.3rem; }
        section { border-top: 1px solid var(--line); padding: .75rem 0; }
        h3 { margin: .25rem 0; font-size: 1.05rem; overflow-wrap: anywhere; }
        h3 b { display: inline-block; min-width: 3.2rem; color: light-dark(#1d6b3a, #7fd6a0); }
        h4 { margin: 1rem 0 .25rem; font-size: .85rem; color: var(--quiet); }
        code, pre { font-family: ui-monospace, monospace; font-size: .92em; }
        pre { overflow-x: auto; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
        dl { display: grid; grid-template-columns: minmax(8rem, 15rem) 1fr; gap: .3rem 1rem; margin: 0; }
        dt { overflow-wrap: anywhere; } dd { margin: 0; color: var(--quiet); } a { color: inherit; }
        @media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
        """
}
