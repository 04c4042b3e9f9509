import DigitTestSupport
import Foundation
import Testing

@Suite("digits evaluate --report")
struct ReportTests {
    private func page(_ arguments: [String], _ digits: Digits) throws -> String {
        let outcome = try digits.run(["evaluate", "--split", "sample", "--report", "report.html"] + arguments)
        #expect(outcome.status == 0)
        return try String(contentsOfFile: digits.folder.path("report.html"), encoding: .utf8)
    }

    private func count(_ part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func thePageStandsOnItsOwn() throws {
        let page = try page(["--model", "mlp", "--limit", "300"], Digits())
        #expect(MarkupBalance.complaint(page) == nil)
        for outside in ["http:", "https:", "<script", "<link", "@import", "url(", "src=\"/", "href=\"/"] {
            #expect(!page.contains(outside), "\(outside)")
        }
        #expect(count("src=", in: page) == count("src=\"data:image/png;base64,", in: page))
        #expect(page.contains("default-src 'none'"))
        for support in ["prefers-color-scheme: dark", "@media print", "width=device-width", "<html lang=\"en\">"] {
            #expect(page.contains(support), "\(support)")
        }
    }

    @Test func everyTableHasACaptionAndEveryPictureAText() throws {
        let page = try page(["--model", "mlp", "--limit", "300"], Digits())
        #expect(count("<table", in: page) == 3)
        #expect(count("<caption>", in: page) == 3)
        #expect(count("<img", in: page) > 0)
        #expect(count("<img", in: page) == count("misread as", in: page) - count("Most misread as", in: page))
        #expect(page.contains("role=\"img\" aria-labelledby=\"diagram-title diagram-text\""))
    }

    @Test func itsFiguresAreThoseOfTheEvaluation() throws {
        let digits = try Digits()
        let arguments = ["--model", "mlp", "--limit", "400"]
        let page = try page(arguments, digits)
        let json = try digits.run(["evaluate", "--split", "sample", "--format", "json"] + arguments).json()
        let correct = try #require(json["correct"] as? Int)
        #expect(page.contains("\(correct) of 400 images read right"))
        let confusion = try #require(json["confusion"] as? [[Int]])
        let cells = page.components(separatedBy: "<td class=\"right\" style=\"--heat:").dropFirst().map {
            $0.split(separator: ">")[1].prefix { $0.isNumber }
        }
        #expect(cells.map { Int($0) } == confusion.indices.map { confusion[$0][$0] })
        #expect(count("<li>", in: page) == 400 - correct)
        #expect(page.contains("--model mlp --limit 400</dd>"))
    }

    @Test func manyErrorsAreCutWithAWord() throws {
        // 300 of the sample's 5,000 are misread: the book's weights read 94.00 %.
        let page = try page(["--model", Digits.bookWeights], Digits())
        #expect(
            page.contains("300 images were misread; here are the 200 that were misread with the highest probability"))
        #expect(count("<li>", in: page) == 200)
    }

    @Test func namesFromOutsideAreEscaped() throws {
        let digits = try Digits()
        let name = "<b>&\"'.pkl"
        try digits.folder.write(
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: Digits.bookWeights))), to: name)
        let page = try page(["--model", name, "--limit", "100"], digits)
        #expect(page.contains("<h1>&lt;b&gt;&amp;&quot;&#39;.pkl <small>"))
        #expect(!page.contains("<b>"))
        #expect(MarkupBalance.complaint(page) == nil)
    }

    @Test func whatIsPrintedStaysTheSame() throws {
        let digits = try Digits()
        let arguments = [
            "evaluate", "--model", Digits.bookWeights, "--split", "sample", "--limit", "300", "--errors", "2",
        ]
        let with = try digits.run(arguments + ["--format", "json", "--report", "a.html"]).json()
        let without = try digits.run(arguments + ["--format", "json"]).json()
        #expect((with["first_errors"] as? [Any])?.count == 2)
        #expect(Set(with.keys) == Set(without.keys))
        #expect(with["confusion"] as? [[Int]] == without["confusion"] as? [[Int]])
    }

    @Test func whereItCannotBeWrittenNothingIsRead() throws {
        let outcome = try Digits().run("evaluate", "--split", "sample", "--report", "nowhere/report.html")
        #expect(outcome.status == 74)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("digits: could not write nowhere/report.html: "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }
}
