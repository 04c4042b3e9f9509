import ArgumentParser
import DigitDatasets
import DigitRecognition

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `digits serve`: becomes the `digits-server` that lies beside this program, so that `digits` need not link it.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves recognition over HTTP, and a page to draw on.",
        discussion: """
            Runs digits-server, which lies beside this program, with the same arguments.

            EXAMPLES
              digits serve                       then open http://127.0.0.1:8080
              digits serve --port 9000 --model my.safetensors
              digits serve --help                all that it takes
            """)

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("What digits-server is given.", valueName: "argument"))
    var arguments: [String] = []

    func run() throws {
        let running = FileSystem.runningProgram() ?? CommandLine.arguments[0]
        let server = FileSystem.folder(of: running) + "/digits-server"
        var words: [UnsafeMutablePointer<CChar>?] = ([server] + arguments).map { strdup($0) }
        words.append(nil)
        // Where this succeeds, nothing behind it runs.
        execv(server, words)
        let code = errno
        throw code == ENOENT
            ? ModelError(
                .notFound,
                "\(server): not built; `swift build -c release --product digits-server` builds it, and `make install` "
                    + "puts it beside digits")
            : DatasetError(.inputOutput, "\(server): could not be started: \(String(cString: strerror(code)))")
    }
}
