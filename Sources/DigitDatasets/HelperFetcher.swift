#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Fetches by starting the program `digits-download`, so that the process that uses it links no networking library.
///
/// The helper writes `RECEIVED TOTAL` a line on its standard output, at the end of a failure `failure REASON`, and a
/// sentence for people on standard error. It ends when its standard input does: with this process, whatever becomes of
/// it.
public struct HelperFetcher: Sendable {
    /// The name of the program.
    public static let programName = "digits-download"
    /// The path of the program.
    public let path: String

    /// Takes the program at a path.
    public init(path: String) {
        self.path = path
    }

    /// Takes the program in the folder of the running one, or `nil` where it is not there.
    public static func besideThisProgram() -> HelperFetcher? {
        guard let program = FileSystem.runningProgram() else { return nil }
        let path = FileSystem.folder(of: program) + "/" + programName
        return access(path, X_OK) == 0 ? HelperFetcher(path: path) : nil
    }

    /// Gets one URL into one file; see ``Fetching``.
    public var fetch: Fetching {
        { [path] request in
            let child = try ChildProcess(
                path,
                [
                    request.url, request.destination, "--limit", String(request.byteLimit), "--timeout",
                    String(request.timeout), "--watch-input",
                ])
            var reason: FetchFailure.Reason?
            do {
                try child.readLines { line in
                    if line.hasPrefix("failure ") {
                        reason = FetchFailure.Reason(line: String(line.dropFirst("failure ".count)))
                        return
                    }
                    let numbers = line.split(separator: " ")
                    guard numbers.count == 2, let received = Int(numbers[0]) else { return }
                    try request.progress(received, Int(numbers[1]))
                }
            } catch {
                child.terminate()
                _ = child.wait()
                throw error
            }
            let sentence = child.errorText()
            let end = child.wait()
            guard end != .exited(0) else { return }
            throw FetchFailure(
                reason ?? .refused, sentence.isEmpty ? "\(HelperFetcher.programName) \(end.words)" : sentence)
        }
    }
}
