import ArgumentParser
import DigitServer

/// What callers may ask for.
struct LimitOptions: ParsableArguments {
    private static let standard = ServerLimits()

    @Option(help: ArgumentHelp("Longest body of a request, in MiB.", valueName: "n"))
    var maxBody = LimitOptions.standard.bodySize >> 20

    @Option(help: ArgumentHelp("Most pixels of a picture, in millions.", valueName: "n"))
    var maxPixels = LimitOptions.standard.pixels / 1_000_000

    @Option(help: ArgumentHelp("Most images of an inference request.", valueName: "n"))
    var maxBatch = LimitOptions.standard.batch

    @Option(help: ArgumentHelp("Most requests under way; more are told to come back.", valueName: "n"))
    var maxRequests = LimitOptions.standard.requests

    @Option(help: ArgumentHelp("Most connections; more wait.", valueName: "n"))
    var maxConnections = LimitOptions.standard.connections

    @Option(help: ArgumentHelp("Seconds that a request may take to arrive.", valueName: "n"))
    var readTimeout = 30

    @Option(help: ArgumentHelp("Seconds that an answer may stay unread.", valueName: "n"))
    var writeTimeout = 30

    @Option(help: ArgumentHelp("Seconds that a connection may have nothing under way.", valueName: "n"))
    var idleTimeout = 60

    func validate() throws {
        for (name, value, range) in [
            ("--max-body", maxBody, 1...1_024), ("--max-pixels", maxPixels, 1...50),
            ("--max-batch", maxBatch, 1...100_000), ("--max-requests", maxRequests, 1...100_000),
            ("--max-connections", maxConnections, 1...1_000_000), ("--read-timeout", readTimeout, 1...86_400),
            ("--write-timeout", writeTimeout, 1...86_400), ("--idle-timeout", idleTimeout, 1...86_400),
        ] where !range.contains(value) {
            throw ValidationError("\(name) takes \(range.lowerBound) to \(range.upperBound), found \(value)")
        }
    }

    /// Takes the options over.
    func apply(to limits: inout ServerLimits) {
        limits.bodySize = maxBody << 20
        limits.totalBodySize = max(limits.totalBodySize, limits.bodySize)
        limits.pixels = maxPixels * 1_000_000
        limits.batch = maxBatch
        limits.requests = maxRequests
        limits.connections = maxConnections
        limits.readTime = .seconds(readTimeout)
        limits.writeTime = .seconds(writeTimeout)
        limits.idleTime = .seconds(idleTimeout)
    }
}
