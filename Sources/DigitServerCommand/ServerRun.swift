import DigitServer
import Logging
import ServiceLifecycle
import UnixSignals

/// A server from its start to its end, and what signals do to it.
struct ServerRun {
    let models: ModelStore
    let options: ServerOptions
    let logger: Logger

    /// How long requests that are under way may take at the end, before they are given up.
    private static let endTime = Duration.seconds(30)

    /// Serves until the process is asked to end.
    func run() async throws {
        let shown = options.host.contains(":") ? "[\(options.host)]" : options.host
        let names = models.all.map(\.name).joined(separator: ", ")
        let application = DigitApplication.make(models: models, options: options, logger: logger) { port in
            logger.info("listening at http://\(shown):\(port), models \(names)")
        }
        var group = ServiceGroupConfiguration(
            services: [application, ReloadService(models: models, logger: logger)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.quiet(logger))
        group.maximumGracefulShutdownDuration = Self.endTime
        try await ServiceGroup(configuration: group).run()
        logger.info("ended")
    }

    /// The services' own lines are of no use to who runs the server.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = .error
        return logger
    }
}
