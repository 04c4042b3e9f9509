import ArgumentParser
import DigitDatasets
import DigitServer

/// Where the server listens, and who may call.
struct PlaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Name or address to listen at; 0.0.0.0 is every one.", valueName: "host"))
    var host = ServerOptions().host

    @Option(help: ArgumentHelp("Port to listen at; 0 takes a free one.", valueName: "port"))
    var port = ServerOptions().port

    @Option(
        help: ArgumentHelp(
            "Let in only who shows the token in this file.",
            discussion: "As `Authorization: Bearer TOKEN`, or as the password that a browser asks for.",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Let pages of this origin call, such as https://example.com; may be repeated.", valueName: "origin"))
    var allowOrigin: [String] = []

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("--port takes 0 to 65535, found \(port)") }
        for origin in allowOrigin where !Self.isOrigin(origin) {
            throw ValidationError("--allow-origin takes an origin such as https://example.com, found \(origin)")
        }
    }

    /// A scheme and a host, with a port or not; `*` would let in every page, and is refused.
    private static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let host = text.dropFirst(scheme.count)
        return !host.isEmpty && !host.contains { "/?#*, ".contains($0) }
    }

    /// The longest token, in bytes.
    private static let maximumTokenSize = 4_096

    /// Takes the options over.
    ///
    /// - Throws: `DatasetError` where the token's file cannot be read, or holds none.
    func apply(to options: inout ServerOptions) throws {
        options.host = host
        options.port = port
        options.allowedOrigins = allowOrigin
        guard let tokenFile else { return }
        let bytes = try FileContents.read(tokenFile, limit: Self.maximumTokenSize)
        let token = String(decoding: bytes, as: UTF8.self).trimmingSpace
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw DatasetError(
                .damaged, "\(tokenFile): expected a token of printable ASCII characters without spaces")
        }
        options.token = token
    }
}

extension String {
    /// The text without white space around it.
    fileprivate var trimmingSpace: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
