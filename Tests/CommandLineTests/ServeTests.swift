import DigitTestSupport
import Foundation
import Testing

@Suite("digits serve")
struct ServeTests {
    @Test func hasTheHelpOfTheServer() throws {
        let outcome = try Digits().run("serve", "--help")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("USAGE: digits-server "))
        #expect(outcome.output.contains("--token-file <file>"))
    }

    @Test func saysHowToBuildTheServerWhereItIsNotThere() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: BuiltProgram("digits").path, toPath: folder.path("digits"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: folder.path("digits"))
        process.arguments = ["serve"]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 66)
        #expect(text.contains("/digits-server: not built; `swift build -c release --product digits-server` builds it"))
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        (["--port", "70000"], 64, "--port takes 0 to 65535, found 70000"),
        (["--max-body", "0"], 64, "--max-body takes 1 to 1024, found 0"),
        (["--allow-origin", "*"], 64, "--allow-origin takes an origin such as https://example.com, found *"),
        (["--quiet", "--verbose"], 64, "--quiet and --verbose do not go together."),
        (["--model", "huge"], 66, "digits-server: expected a model's name"),
        (["--model", "none.safetensors"], 66, "digits-server: none.safetensors: no such weights file"),
        (["--model", "mlp", "--model", "mlp"], 64, "digits-server: two models are called mlp: rename one's file"),
        (["--model", "mlp", "--token-file", "none"], 66, "digits-server: none is not there"),
        (["--model", "mlp", "--host", "192.0.2.1"], 69, "digits-server: cannot listen there: "),
    ])
    func saysWhyItDoesNotStart(arguments: [String], status: Int, sentence: String) throws {
        let outcome = try Digits().run(["serve"] + arguments)
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(sentence))
        #expect(outcome.output == "")
    }

    @Test(arguments: ["", " \n", "two words", "é"])
    func refusesWhatIsNoToken(token: String) throws {
        let digits = try Digits()
        try digits.folder.write(Array(token.utf8), to: "token")
        let outcome = try digits.run("serve", "--model", "mlp", "--token-file", "token")
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("token: expected a token of printable ASCII characters without spaces"))
    }
}
