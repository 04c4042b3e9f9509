import DigitServer
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the model files again at each SIGHUP, until the server ends.
struct ReloadService: Service {
    let models: ModelStore
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            let reloads = models.reload()
            if reloads.isEmpty { logger.info("SIGHUP: all models are part of this program, none is read again") }
            for reload in reloads {
                switch reload {
                case .replaced(let name, let version): logger.info("\(name): now version \(version)")
                case .unchanged(let name): logger.info("\(name): unchanged")
                case .kept(let name, let reason): logger.error("\(name): kept as it was: \(reason)")
                }
            }
        }
    }
}
