import DigitTestSupport
import Foundation
import Testing

/// The README in both languages says what the code says.
@Suite("README")
struct ReadmeTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
    }

    @Test(arguments: ["README.md", "README.ko.md"])
    func theExampleIsTheOneThatIsBuilt(readme: String) throws {
        #expect(try text(readme).contains(text("Examples/ReadDigits/ReadDigits.swift")))
    }

    @Test(arguments: ["README.md", "README.ko.md"])
    func itsTwoCommandsAreThoseOfCI(readme: String) throws {
        for command in ["make run", "make test"] {
            #expect(try text(readme).contains("\n\(command) "))
            #expect(try text(".ci/run").split(separator: "\n").contains { $0.hasPrefix(command) })
        }
    }

    /// The picture of real output: all but the times must be what the program prints.
    @Test(arguments: ["README.md", "README.ko.md"])
    func itsPictureIsWhatTheProgramPrints(readme: String) throws {
        #if DEBUG
            let examples = try Digits().run("evaluate", "--split", "sample", "--limit", "5", "--examples", "5")
            let lines = examples.output.split(separator: "\n").prefix(8)
        #else
            let outcome = try Digits().run("evaluate", "--examples", "5")
            let lines = outcome.output.split(separator: "\n").filter { !$0.hasPrefix("Loaded in ") }
            #expect(lines.count > 20)
        #endif
        let readme = try text(readme).split(separator: "\n")
        for line in lines { #expect(readme.contains(line)) }
    }
}
