import ArgumentParser
import DigitDatasets
import DigitRecognition
import DigitServer
import Logging
import NIOCore
import NIOPosix

/// The `digits-server` command.
@main
struct DigitServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digits-server",
        abstract: "Serves digit recognition over HTTP, and a page to draw on.",
        discussion: """
            EXAMPLES
              digits serve                               then open http://127.0.0.1:8080
              digits serve --model cnn --model my.safetensors
              digits serve --host 0.0.0.0 --token-file token.txt
              curl -F file=@photo.jpg http://127.0.0.1:8080/v1/classify

            SIGNALS
              SIGHUP reads the model files again; one that is damaged leaves its model as
              it was. SIGTERM and SIGINT finish what is under way, and end.

            EXIT STATUS
              0 ended as asked, 64 wrong usage, 65 a model is damaged or of the wrong
              kind, 66 it is not there, 69 the address cannot be listened at, 70 a fault
              of this program, 74 reading failed
            """,
        version: ProjectVersion.current)

    @OptionGroup(title: "Where") var place: PlaceOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions

    @Option(
        help: ArgumentHelp(
            "Model: a name (see `digits model list`) or a weights file.",
            discussion: "May be repeated; the first is used where a request names none. Without it, all shipped ones.",
            valueName: "name|file"))
    var model = [ShippedModel.cnn, .cnnSmall, .mlp].map(\.rawValue)

    @Flag(name: .shortAndLong, help: "Say nothing but warnings and errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say of each request its size, time and status.")
    var verbose = false

    func validate() throws {
        if quiet, verbose { throw ValidationError("--quiet and --verbose do not go together.") }
    }

    @MainActor
    static func main() async {
        // A request is then answered on the thread that its connection is read and written on. Changing threads on the way
        // in and out would cost more than a small network does; without the hook all works as before.
        NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch  where exitCode(for: error) != .failure {
            // Help, the version and wrong usage.
            exit(withError: error)
        } catch {
            let failure = ServerFailure(error)
            StandardError.say("digits-server: \(failure.message)\n")
            exit(withError: ExitCode(failure.code))
        }
    }

    func run() async throws {
        LoggingSystem.bootstrap { label in
            StreamLogHandler.standardError(label: label, metadataProvider: nil)
        }
        var logger = Logger(label: "digits-server")
        logger.logLevel = quiet ? .warning : verbose ? .debug : .info
        var options = ServerOptions()
        try place.apply(to: &options)
        limits.apply(to: &options.limits)
        options.limits.connections = min(options.limits.connections, FileLimit.raise())
        let models = try ModelStore(model.map { try ModelLocation($0) })
        if !options.isLoopback, options.token == nil {
            logger.warning(
                "\(options.host) can be reached from other machines, and anybody who reaches it may use it: --token-file asks for a token"
            )
        }
        try await ServerRun(models: models, options: options, logger: logger).run()
    }
}
