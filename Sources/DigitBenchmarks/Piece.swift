/// One thing that is timed by itself.
package struct Piece {
    /// What running a piece gives.
    package struct Outcome: Sendable {
        /// Seconds that the work takes.
        package var spread: Spread
        /// Images that the work is on, or `nil`.
        package var images: Int?
        /// Float32 operations of the work, a multiply-add counted as two, or `nil`.
        package var operations: Double?
        /// What was found right, in a few words.
        package var checked: String

        /// Puts together what was timed and found.
        package init(spread: Spread, images: Int? = nil, operations: Double? = nil, checked: String) {
            self.spread = spread
            self.images = images
            self.operations = operations
            self.checked = checked
        }
    }

    /// Its name, from the general to the particular: `predict/book/batch-100`.
    package let name: String
    /// Threads that it works with.
    package let threads: Int
    /// Checks, then times.
    let run: (Stopwatch) throws -> Outcome

    /// Names a piece.
    package init(_ name: String, threads: Int = 1, run: @escaping (Stopwatch) throws -> Outcome) {
        self.name = name
        self.threads = threads
        self.run = run
    }

    /// Whether it is one of those asked for: its name contains one of the texts, or there are none.
    package func matches(_ filters: [String]) -> Bool {
        filters.isEmpty || filters.contains { name.contains($0) }
    }
}

/// An answer that is wrong: a time for it would be worth nothing.
package struct WrongAnswer: Error, CustomStringConvertible {
    /// What was expected and what was found.
    package let description: String

    /// Says what is wrong.
    package init(_ description: String) { self.description = description }
}

/// Ends a piece whose answers are not what they should be.
func check(_ isRight: Bool, _ complaint: @autoclosure () -> String) throws {
    if !isRight { throw WrongAnswer(complaint()) }
}
