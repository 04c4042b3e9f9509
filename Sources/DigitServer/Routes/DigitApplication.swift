package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

/// The server: all routes, and what stands around them.
package enum DigitApplication {
    /// Puts a server together.
    ///
    /// - Parameters:
    ///   - models: What is answered with.
    ///   - options: Where to listen, and what is let in.
    ///   - metrics: What counts; a new one a server.
    ///   - logger: Is told of faults, and of each request at level `debug`: its size, time and status, nothing else.
    ///   - onListening: Is given the port, once there is one.
    /// - Returns: A service that runs until it is asked to end.
    package static func make(
        models: ModelStore, options: ServerOptions = ServerOptions(), metrics: PrometheusMetrics = PrometheusMetrics(),
        logger: Logger, onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> Application<RouterResponder<BasicRequestContext>> {
        let limits = options.limits
        var quiet = logger
        // Hummingbird's own lines could name what a caller sent.
        quiet.logLevel = .warning
        return Application(
            router: router(models: models, options: options, metrics: metrics, logger: logger),
            server: HTTPServerBuilder { responder in
                ConnectionSetup(base: HTTP1Channel(responder: responder, configuration: connection(limits)))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: nil, backlog: 1_024,
                availableConnectionsDelegate: .maximum(limits.connections, logger: quiet)),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? options.port) },
            logger: quiet)
    }

    /// What a connection may take.
    private static func connection(_ limits: ServerLimits) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionGuard(limits)], idleTimeout: TimeAmount(limits.idleTime),
            httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                maxHeaderFieldSize: limits.headerSize, maxHeaderListSize: limits.headerSize, maxHeaderFieldCount: 100))
    }

    /// All routes.
    private static func router(
        models: ModelStore, options: ServerOptions, metrics: PrometheusMetrics, logger: Logger
    ) -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        let counts = ServerMetrics(metrics)
        let admission = Admission(options.limits)
        let bodies = BodyReader(limit: options.limits.bodySize, admission: admission)
        let resources =
            DocumentRoutes(models: models.all.map(\.name)).resources
            + MetricsRoute(metrics: metrics, counts: counts, models: models, admission: admission).resources
            + ClassifyRoute(models: models, limits: options.limits, bodies: bodies, metrics: counts).resources
            + ModelRoutes(models: models).resources
            + InferenceRoute(models: models, limits: options.limits, bodies: bodies, metrics: counts).resources
        if !options.allowedOrigins.isEmpty { router.add(middleware: OriginCheck(allowed: options.allowedOrigins)) }
        router.add(middleware: RequestRecorder(metrics: counts, resources: resources, logger: logger))
        if let token = options.token { router.add(middleware: TokenCheck(token: token)) }
        for resource in resources {
            for (method, handler) in resource.handlers {
                router.on(RouterPath(resource.path), method: method, use: handler)
            }
        }
        return router
    }
}
