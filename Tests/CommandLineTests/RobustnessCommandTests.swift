import DigitTestSupport
import Foundation
import Testing

@Suite("digits robustness")
struct RobustnessCommandTests {
    private let few = ["robustness", "--model", "mlp", "--split", "sample", "--limit", "12"]

    @Test func theTableHasLevelsAboveAccuracies() throws {
        let outcome = try Digits().run(few + ["--corruption", "scale", "inversion", "--seed", "5"])
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[1] == "Data     mnist, sample split: 12 images, seed 5")
        let levels = try #require(lines.firstIndex { $0.hasPrefix("scale ") })
        #expect(
            lines[levels].split(separator: " ").dropFirst()
                == ["0.5", "0.6", "0.7*", "0.8", "0.9", "1.1", "1.2", "1.3", "times", "the", "size"])
        #expect(lines[levels + 1].split(separator: " ").count == 8)
        #expect(!outcome.output.contains("fifteen"))
    }

    @Test func jsonIsOneDocumentWithEveryField() throws {
        let json = try Digits().run(few + ["--format", "json"]).json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "split", "images", "correct", "accuracy", "standard_error", "seed", "threads",
                "seconds", "corruptions", "mnist_c_accuracy", "note",
            ])
        let corruptions = try #require(json["corruptions"] as? [[String: Any]])
        #expect(corruptions.count == 21)
        #expect(corruptions.count { $0["mnist_c_level"] != nil } == 15)
        let levels = try #require(corruptions[0]["levels"] as? [[String: Any]])
        #expect(Set(levels[0].keys) == ["level", "correct", "accuracy", "standard_error"])
        #expect(levels.compactMap { $0["level"] as? Double } == [1, 2, 3, 4, 5, 6])
    }

    @Test func theSeedDecidesAndThreadsDoNot() throws {
        let digits = try Digits()
        let arguments =
            few + ["--corruption", "translate", "impulse-noise", "--corruption", "zigzag", "--format", "json"]
        func correct(_ more: String...) throws -> [[Int]] {
            let corruptions = try digits.run(arguments + more).json()["corruptions"] as? [[String: Any]] ?? []
            return corruptions.map { ($0["levels"] as? [[String: Any]] ?? []).compactMap { $0["correct"] as? Int } }
        }
        let first = try correct("--threads", "1")
        #expect(first.map(\.count) == [6, 5, 3])
        #expect(try correct("--threads", "2", "--seed", "1") == first)
        #expect(try correct("--seed", "2") != first)
    }

    @Test(arguments: ["curves.svg", "curves.html"])
    func theCurvesAreDrawn(file: String) throws {
        let digits = try Digits()
        let outcome = try digits.run(few + ["--corruption", "rotate", "stripe", "--output", file])
        #expect(outcome.status == 0)
        let text = try String(contentsOfFile: digits.folder.path(file), encoding: .utf8)
        #expect(MarkupBalance.complaint(text) == nil)
        #expect(text.contains("prefers-color-scheme: dark"))
        #expect(!text.contains("<script"))
        // A picture for each level and the clean one: 7 and 6.
        #expect(text.components(separatedBy: "data:image/png;base64,").count - 1 == 13)
        #expect(text.components(separatedBy: "<circle").count - 1 == 13 + 2)
        #expect(text.contains("<g aria-label=\"rotate\">"))
    }

    @Test func namesAreTakenOnlyFromTheList() throws {
        let outcome = try Digits().run("robustness", "--corruption", "rotated")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("'rotated'"))
        #expect(outcome.errors.contains("impulse-noise"))
    }

    @Test func pictureAndLimitAreChecked() throws {
        let picture = try Digits().run("robustness", "--output", "curves.png")
        #expect(picture.status == 64)
        #expect(picture.errors.contains("--output takes a file name that ends in .svg or .html, found curves.png"))
        let limit = try Digits().run("robustness", "--limit", "0")
        #expect(limit.status == 64)
        let folder = try Digits().run("robustness", "--output", "nowhere/curves.svg")
        #expect(folder.status == 74)
        #expect(folder.output == "")
    }
}
