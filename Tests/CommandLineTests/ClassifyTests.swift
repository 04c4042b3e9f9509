import DigitTestSupport
import Foundation
import Testing

@Suite("digits classify")
struct ClassifyTests {
    /// A folder with two digits of the built-in sample, enlarged, and what they are.
    private static func digitsWithPictures() throws -> (digits: Digits, labels: [Int]) {
        let digits = try Digits()
        var labels: [Int] = []
        for (name, index) in [("first.png", "0"), ("second.png", "1")] {
            let outcome = try digits.run(
                "dataset", "show", index, "--split", "sample", "--scale", "6", "--output", name)
            labels.append(try #require(Int(outcome.output.dropFirst(6).prefix(1))))
        }
        return (digits, labels)
    }

    @Test func aLineForEachPicture() throws {
        let (digits, labels) = try Self.digitsWithPictures()
        let outcome = try digits.run("classify", "first.png", "second.png")
        #expect(outcome.status == 0)
        #expect(outcome.output == "first.png: \(labels[0])\nsecond.png: \(labels[1])\n")
        #expect(outcome.errors == "")
        let top = try digits.run("classify", "--top", "2", "first.png")
        #expect(top.output.contains("\n  at ("))
        #expect(top.output.split(separator: "%").count == 3)
    }

    @Test func jsonIsOneArrayWithEveryField() throws {
        let (digits, labels) = try Self.digitsWithPictures()
        let outcome = try digits.run("classify", "--format", "json", "first.png", "second.png")
        #expect(outcome.status == 0)
        let array = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
        #expect(array.map { $0["file"] as? String } == ["first.png", "second.png"])
        #expect(array.map { $0["text"] as? String } == labels.map(String.init))
        let found = try #require(array[0]["digits"] as? [[String: Any]])
        #expect(found.count == 1)
        #expect(Set(found[0].keys) == ["digit", "probability", "certainty", "probabilities", "box"])
        #expect(found[0]["digit"] as? Int == labels[0])
        #expect((found[0]["probabilities"] as? [Double])?.count == 10)
        #expect((found[0]["box"] as? [Int])?.count == 4)
    }

    @Test func oneBadPictureDoesNotStopTheRest() throws {
        let (digits, labels) = try Self.digitsWithPictures()
        try digits.folder.write(Array("<html>".utf8), to: "page.png")
        let outcome = try digits.run(
            "classify", "--format", "jsonl", "page.png", "first.png", "missing.png", "second.png")
        #expect(outcome.status == 65)
        let lines = try outcome.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.map { $0["text"] as? String } == ["", "\(labels[0])", "", "\(labels[1])"])
        #expect((lines[0]["error"] as? String)?.contains("HTML") == true)
        let errors = outcome.errors.split(separator: "\n")
        #expect(errors.count == 2)
        #expect(errors[0].hasPrefix("digits: page.png: picture: expected PNG, JPEG or PNM"))
        #expect(errors[1] == "digits: missing.png: no such picture")
        #expect(try digits.run("classify", "missing.png").status == 66)
    }

    @Test func rejectedDigitsAreNull() throws {
        let (digits, _) = try Self.digitsWithPictures()
        let outcome = try digits.run("classify", "--threshold", "1", "--format", "json", "first.png")
        #expect(outcome.output.contains("\"digit\" : null") || outcome.output.contains("\"probability\" : 1"))
    }

    @Test func annotatesAndShows() throws {
        let (digits, labels) = try Self.digitsWithPictures()
        let outcome = try digits.run("classify", "--single", "--show", "--annotate", "read.png", "first.png")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("first.png: \(labels[0])\n"))
        #expect(outcome.output.contains("  \(labels[0]) ##########"))
        let info = try digits.run("classify", "read.png")
        #expect(info.status == 0)
    }

    @Test(arguments: [
        (["classify"], "Missing expected argument '<image> ...'"),
        (["classify", "--top", "0", "a.png"], "--top takes 1 to 10, found 0"),
        (["classify", "--threshold", "2", "a.png"], "--threshold takes 0 to 1, found 2.0"),
        (["classify", "--annotate", "o.png", "a.png", "b.png"], "--annotate goes with one picture, found 2"),
        (["classify", "--annotate", "o.jpg", "a.png"], "--annotate o.jpg: expected a file that ends in .png"),
        (["classify", "--show", "--format", "json", "a.png"], "--show goes with --format text alone"),
    ])
    func wrongUsageIsSaid(arguments: [String], sentence: String) throws {
        let outcome = try Digits().run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("Error: \(sentence)"))
        #expect(outcome.output == "")
    }
}
