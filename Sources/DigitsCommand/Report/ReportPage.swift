import DigitDatasets
import DigitRecognition

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A page that stands on its own: no script, nothing from elsewhere, light or dark as the reader has it, fit for a phone
/// and for paper.
struct ReportPage {
    let title: String
    /// What the page is, above its title.
    let kind: String
    let heading: Markup
    /// The one figure of the page, in large print.
    let figure: Markup
    /// What that figure is.
    let explanation: Markup
    /// What the figures were made with, in pairs.
    let facts: [(name: String, value: String)]
    /// Something that a reader should know before quoting a figure.
    let note: String?
    let sections: [Markup]

    /// The page as a document.
    var html: String {
        let page: Markup = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="generator" content="swift-digits \(ProjectVersion.current)">
            <title>\(title)</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <header>
            <p class="kind">\(kind)</p>
            <h1>\(heading)</h1>
            <p class="figure">\(figure)</p>
            <p class="explanation">\(explanation)</p>
            \(note.map { ["<p class=\"note\"><strong>Note:</strong> \($0)</p>"] } ?? [])
            <dl class="facts">
            \(facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>" })
            </dl>
            </header>
            <main>
            \(sections)
            </main>
            <footer><p>Made by swift-digits \(ProjectVersion.current) on \(Self.now).</p></footer>
            </body>
            </html>

            """
        return page.text
    }

    /// Day and time, in UTC.
    static var now: String {
        Date.now.formatted(.iso8601.dateSeparator(.dash)).replacing("T", with: " ").replacing("Z", with: " UTC")
    }

    /// The command that was given, as a shell takes it.
    static var command: String {
        (["digits"] + CommandLine.arguments.dropFirst().map(quoted)).joined(separator: " ")
    }

    private static func quoted(_ argument: String) -> String {
        let plain = argument.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./=,:+@%".unicodeScalars.contains($0)
        }
        return plain && !argument.isEmpty ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
    }
}

/// An image of a data set as part of a page.
extension DigitImage {
    /// The image as a data URI; ink white on black, which the page turns over where paper is white.
    func dataURI() throws -> String {
        "data:image/png;base64," + Data(try pngData()).base64EncodedString()
    }
}
