/// How a terminal can show grey levels.
public enum TerminalStyle: String, Sendable, CaseIterable {
    /// 24-bit colours, two pixels a character.
    case trueColor
    /// The 24 greys of the 256-colour palette, two pixels a character.
    case color256
    /// Characters of rising darkness, two characters a pixel; nothing but ASCII.
    case plain

    /// The best style that a terminal takes, by the customs of its environment.
    ///
    /// - Parameters:
    ///   - environment: `NO_COLOR`, `COLORTERM` and `TERM` count.
    ///   - isTerminal: Whether the output goes to a terminal at all.
    public init(environment: [String: String], isTerminal: Bool) {
        let terminal = environment["TERM"] ?? ""
        let noColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        if !isTerminal || noColor || terminal.isEmpty || terminal == "dumb" {
            self = .plain
        } else if ["truecolor", "24bit"].contains(environment["COLORTERM"]) || terminal.hasSuffix("-direct") {
            self = .trueColor
        } else if terminal.contains("256color") {
            self = .color256
        } else {
            self = .plain
        }
    }
}
