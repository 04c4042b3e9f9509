import DigitServer
import Hummingbird
import Logging
import ServiceLifecycle

/// A server on a port of the loopback interface, for the time of a test.
enum LiveServer {
    /// Runs a server as `change` sets it up, and `body` beside it, with the port and what ends the server; then ends it.
    static func run<Value: Sendable>(
        _ change: (inout ServerOptions) -> Void = { _ in },
        _ body: @escaping @Sendable (_ port: Int, _ end: @escaping @Sendable () async -> Void) async throws -> Value
    ) async throws -> Value {
        var options = ServerOptions()
        options.port = 0
        change(&options)
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = DigitApplication.make(
            models: try TestServer.models(), options: options, logger: logger
        ) { continuation.yield($0) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [application], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            do {
                let value = try await body(port) { await group.triggerGracefulShutdown() }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return value
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
    }
}
