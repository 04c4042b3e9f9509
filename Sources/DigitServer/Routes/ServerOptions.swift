/// How a server is set up, besides its models.
package struct ServerOptions: Sendable {
    /// The name or address to listen at.
    package var host = "127.0.0.1"
    /// The port to listen at; 0 lets the system choose.
    package var port = 8080
    /// What callers may ask for.
    package var limits = ServerLimits()
    /// What callers must show, where anything.
    package var token: String?
    /// The origins of other sites whose pages may call, such as `https://example.com`.
    package var allowedOrigins: [String] = []

    /// The options that hold where nothing else is said.
    package init() {}

    /// Whether only programs on this machine can reach the server.
    package var isLoopback: Bool {
        ["localhost", "::1"].contains(host)
            || host.split(separator: ".", omittingEmptySubsequences: false).first == "127"
    }
}
