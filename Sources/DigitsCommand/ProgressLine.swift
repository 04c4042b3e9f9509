/// Progress on standard error: one line that is written over where that is a terminal, and whole lines elsewhere.
///
/// Elsewhere only finished steps are said, so that a log holds one line a stage.
final class ProgressLine: Sendable {
    private let isQuiet: Bool
    private let isLive: Bool

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        isLive = Console.progressIsLive
    }

    /// Shows how far a step has come; `done` ends its line.
    func show(_ text: String, done: Bool = false) {
        if isQuiet { return }
        if isLive {
            Console.progress("\r\u{1B}[K" + text + (done ? "\n" : ""))
        } else if done {
            Console.note(text)
        }
    }

    /// Says something on a line of its own.
    func note(_ text: String) {
        if isQuiet { return }
        clear()
        Console.note(text)
    }

    /// Takes a line that is written over off the terminal.
    func clear() {
        if isLive, !isQuiet { Console.progress("\r\u{1B}[K") }
    }
}
