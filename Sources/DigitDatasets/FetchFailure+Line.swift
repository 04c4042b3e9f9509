extension FetchFailure.Reason {
    /// The word, and for a status the number, by which `digits-download` tells a reason to the process that started it.
    package var line: String {
        switch self {
        case .status(let code): "status \(code)"
        case .timedOut: "timed-out"
        case .tooLarge: "too-large"
        case .connection: "connection"
        case .unreachable: "unreachable"
        case .refused: "refused"
        case .inputOutput: "input-output"
        }
    }

    /// Understands what ``line`` says.
    package init?(line: String) {
        let words = line.split(separator: " ")
        if words.count == 2, words[0] == "status", let code = Int(words[1]) {
            self = .status(code)
            return
        }
        let plain: [Self] = [.timedOut, .tooLarge, .connection, .unreachable, .refused, .inputOutput]
        guard let reason = plain.first(where: { $0.line == line }) else { return nil }
        self = reason
    }
}
