import DigitTestSupport
import Foundation
import Testing

@Suite("Help and usage")
struct HelpTests {
    @Test(arguments: [
        [], ["evaluate"], ["robustness"], ["classify"], ["dataset"], ["dataset", "info"], ["dataset", "show"],
        ["dataset", "export"],
        ["model"],
        ["model", "convert"], ["train"], ["serve"],
    ])
    func everyCommandShowsExamples(command: [String]) throws {
        let outcome = try Digits().run(command + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("EXAMPLES\n  digits "))
        #expect(outcome.errors == "")
    }

    @Test func noLineOfHelpIsWiderThanATerminal() throws {
        for command in [
            [], ["evaluate"], ["robustness"], ["classify"], ["dataset"], ["dataset", "info"], ["dataset", "export"],
            ["model", "convert"], ["train"], ["serve"],
        ] {
            let lines = try Digits().run(command + ["--help"]).output.split(separator: "\n")
            // The line of usage is ArgumentParser's, which leaves it whole.
            #expect(lines.filter { !$0.hasPrefix("USAGE:") }.allSatisfy { $0.count <= 80 })
        }
    }

    @Test func theVersionIsTheNewestOfTheChangelog() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let changelog = try String(contentsOf: root.appendingPathComponent("CHANGELOG.md"), encoding: .utf8)
        let newest = try #require(changelog.split(separator: "\n").first { $0.hasPrefix("## ") })
        let version = try Digits().run("--version")
        #expect(version.status == 0)
        #expect(newest.hasPrefix("## \(version.output.trimmingCharacters(in: .whitespacesAndNewlines))"))
    }

    @Test(arguments: [
        (["fly"], "Unexpected argument 'fly'"),
        (["evaluate", "--batch-size", "0"], "--batch-size takes 1 or more, found 0"),
        (["evaluate", "--threads", "0"], "--threads takes 1 or more, found 0"),
        (["evaluate", "--limit", "none"], "The value 'none' is invalid for '--limit <n>'"),
        (["evaluate", "--split", "half"], "The value 'half' is invalid for '--split <split>'"),
        (["evaluate", "--quiet", "--verbose"], "--quiet and --verbose do not go together."),
        (
            ["evaluate", "--mirror", "ftp://a"],
            "--mirror takes a URL that starts with https:// or http://, found ftp://a"
        ),
        (["dataset", "show", "--", "-1"], "INDEX takes 0 or more, found -1"),
        (["train", "--layers", "50,,10"], "The value '50,,10' is invalid for '--layers <sizes>'"),
        (["train", "--learning-rate", "nan"], "--learning-rate takes a positive number, found nan"),
        (["train", "--output", "a.txt"], "--output a.txt: expected a weights file that ends in one of"),
    ])
    func wrongUsageIsSaidAndExitsWith64(arguments: [String], sentence: String) throws {
        let outcome = try Digits().run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("Error: \(sentence)"))
        #expect(outcome.output == "")
    }
}
