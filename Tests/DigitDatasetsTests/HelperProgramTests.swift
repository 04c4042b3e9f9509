import DigitDatasets
import DigitTestSupport
import DigitsDownload
import Foundation
import Testing

/// `digits-download` as a program: its arguments, its lines and its exit codes.
@Suite(.timeLimit(.minutes(2))) struct HelperProgramTests {
    let folder: TemporaryFolder
    let server: LoopbackServer

    init() throws {
        folder = try TemporaryFolder()
        server = try LoopbackServer(["/five": .file([5, 5, 5, 5, 5])])
    }

    private func run(_ arguments: [String]) throws -> (code: Int, output: String, errors: String) {
        let process = Process()
        let output = Pipe()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: try FetcherKind.helperPath())
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let message = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            Int(process.terminationStatus), String(decoding: text, as: UTF8.self),
            String(decoding: message, as: UTF8.self)
        )
    }

    @Test func writesTheFileAndSaysHowFarItIs() throws {
        defer { server.stop() }
        let result = try run([server.url("/five"), folder.path + "/five", "--limit", "5"])
        #expect(result == (0, "5 5\n", ""))
        #expect(try folder.read("five") == [5, 5, 5, 5, 5])
    }

    @Test func failureIsOneSentenceOneReasonAndNoFile() throws {
        defer { server.stop() }
        let missing = try run([server.url("/six"), folder.path + "/six", "--limit", "5"])
        #expect(missing == (69, "failure status 404\n", "the server answered with status 404\n"))
        let long = try run([server.url("/five"), folder.path + "/five", "--limit", "4", "--timeout", "9"])
        #expect(long == (69, "failure too-large\n", "expected at most 4 bytes, the server announces 5\n"))
        let path = folder.path + "/nowhere/five"
        let unwritable = try run([server.url("/five"), path, "--limit", "5"])
        #expect(unwritable == (74, "failure input-output\n", "could not write \(path): No such file or directory\n"))
        #expect(try folder.names() == [])
    }

    @Test func endsWithItsInputWhenAsked() throws {
        defer { server.stop() }
        server.reply(to: "/slow", with: .stalled([1, 2, 3], after: 1))
        // Its input ends before or after it has made the file: what is left is not for this test to say.
        let result = try run([server.url("/slow"), folder.path + "/slow", "--limit", "5", "--watch-input"])
        #expect(result.code == 69)
    }

    /// Products are built beside one another, and the tests are a program of their own on Linux alone.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/exe")))
    func isFoundBesideTheRunningProgram() throws {
        defer { server.stop() }
        let found = try #require(HelperFetcher.besideThisProgram()?.path)
        #expect(
            URL(fileURLWithPath: found).resolvingSymlinksInPath()
                == URL(fileURLWithPath: try FetcherKind.helperPath()).resolvingSymlinksInPath())
    }

    @Test func printsItsHelp() throws {
        defer { server.stop() }
        #expect(try run(["--help"]) == (0, DownloadCommand.help + "\n", ""))
    }

    @Test(arguments: [
        ([], "expected URL and FILE, found 0 of them"),
        (["u", "f"], "expected --limit BYTES"),
        (["u", "f", "--limit", "-1"], "expected a number of bytes after --limit"),
        (["u", "f", "--limit"], "expected a number of bytes after --limit"),
        (["u", "f", "--limit", "1", "--timeout", "0"], "expected a number of seconds after --timeout"),
        (["u", "f", "--limit", "1", "--timeout", "inf"], "expected a number of seconds after --timeout"),
        (["u", "f", "g", "--limit", "1"], "expected URL and FILE, found 3 of them"),
        (["u", "f", "--output", "1"], "there is no option --output"),
    ])
    func wrongArgumentsAreNamed(_ arguments: [String], _ words: String) throws {
        defer { server.stop() }
        #expect(try run(arguments) == (64, "", words + "; see digits-download --help\n"))
    }

    @Test(arguments: [
        FetchFailure.Reason.status(503), .timedOut, .tooLarge, .connection, .refused, .inputOutput,
    ])
    func reasonsAreUnderstoodAsTheyAreWritten(_ reason: FetchFailure.Reason) {
        server.stop()
        #expect(FetchFailure.Reason(line: reason.line) == reason)
        #expect(FetchFailure.Reason(line: reason.line + " x") == nil)
    }

    @Test func progressTellsRateAndTimeLeft() {
        server.stop()
        let half = DownloadProgress(name: "five", received: 500, total: 1500, seconds: 2)
        #expect(half.bytesPerSecond == 250)
        #expect(half.secondsLeft == 4)
        #expect(DownloadProgress(name: "five", received: 0, total: 1500, seconds: 2).secondsLeft == nil)
        #expect(DownloadProgress(name: "five", received: 9, total: 5, seconds: 1).secondsLeft == 0)
    }
}
