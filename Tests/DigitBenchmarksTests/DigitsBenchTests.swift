import DigitTestSupport
import Foundation
import Testing

@Suite("digits-bench")
struct DigitsBenchTests {
    /// Runs it in a folder without data, so that the built-in sample stands in.
    private static func run(_ arguments: String...) throws -> (outcome: BuiltProgram.Outcome, folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        let outcome = try BuiltProgram("digits-bench").run(
            arguments, environment: ["HOME": folder.path, "XDG_CACHE_HOME": folder.path("cache")], in: folder.path)
        return (outcome, folder)
    }

    @Test(arguments: [
        (["--threads", "0"], "--threads takes 1 to 1024, found 0"),
        (["--seconds=-1"], "--seconds takes more than 0"),
        (["--longest", "nan"], "--longest takes more than 0"),
        (["--references", "0"], "--references takes 1 or more, found 0"),
        (["--filter", "nothing-of-this-name"], "--filter nothing-of-this-name names no piece"),
        (["--no-such-option"], "--no-such-option"),
    ])
    func optionsThatMakeNoSenseAreRefused(arguments: [String], complaint: String) throws {
        let folder = try TemporaryFolder()
        let outcome = try BuiltProgram("digits-bench").run(
            arguments, environment: ["HOME": folder.path, "XDG_CACHE_HOME": folder.path("cache")], in: folder.path)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(complaint))
        #expect(outcome.output == "")
    }

    @Test func dataThatIsNotThereIsNamed() throws {
        let outcome = try Self.run("--dataset", "./nowhere").outcome
        #expect(outcome.status == 66)
        #expect(outcome.errors.hasPrefix("digits-bench: ./nowhere is not there"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func helpShowsExamples() throws {
        let outcome = try Self.run("--help").outcome
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("digits-bench --filter predict/book --threads 1 --threads 2"))
    }

    @Test func piecesAreListedByName() throws {
        let outcome = try Self.run("--list", "--filter", "mlp", "--threads", "2", "--threads", "1").outcome
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "predict/mlp/batch-1 (threads: 2)")
        #expect(lines.contains("predict/mlp/batch-60000 (threads: 1)"))
        #expect(lines.last == "predict/mlp/stream-6000000 (threads: 1)")
        #expect(lines.allSatisfy { $0.hasPrefix("predict/mlp/") })
    }

    @Test func aPieceIsCheckedTimedAndWritten() throws {
        let (outcome, folder) = try Self.run(
            "--quick", "--filter", "predict/mlp/batch-10", "--threads", "1", "--seconds", "0.01", "--references", "2",
            "--json", "out.json", "--commit", "abc")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("the built-in sample stands in"))
        #expect(outcome.output.contains("predict/mlp/batch-100 "))
        let object = try JSONSerialization.jsonObject(with: Data(folder.read("out.json")))
        let document = try #require(object as? [String: Any])
        #expect(document["commit"] as? String == "abc")
        #expect(document["data"] as? String == "mnist sample, 5000 images")
        let results = try #require(document["results"] as? [[String: Any]])
        #expect(
            results.compactMap { $0["name"] as? String } == [
                "peak", "predict/mlp/batch-10", "predict/mlp/batch-100", "predict/mlp/batch-1000",
            ])
        for result in results.dropFirst() {
            #expect((result["checked"] as? String)?.contains("the first 2 as in float64") == true)
            let share = try #require(result["share_of_peak"] as? Double)
            #expect(share > 0)
        }
    }
}
