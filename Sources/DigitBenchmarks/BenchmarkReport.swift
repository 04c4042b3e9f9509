/// What `digits-bench --json` writes.
package struct BenchmarkReport: Sendable, Encodable {
    /// A piece that was left out.
    package struct Skipped: Sendable, Encodable {
        /// The piece.
        package let name: String
        /// Threads that it would have worked with.
        package let threads: Int
        /// Why.
        package let reason: String

        /// Says why a piece was left out.
        package init(name: String, threads: Int, reason: String) {
            self.name = name
            self.threads = threads
            self.reason = reason
        }
    }

    /// The machine.
    package let machine: MachineDescription
    /// The compiler, as whoever built it says.
    package let toolchain: String?
    /// The commit, as whoever built it says.
    package let commit: String?
    /// The command that gives these figures.
    package let command: String
    /// The images, such as `mnist test, 10000 images`.
    package let data: String
    /// What was measured.
    package var results: [Measurement] = []
    /// What was left out.
    package var skipped: [Skipped] = []

    /// An empty report.
    package init(machine: MachineDescription, toolchain: String?, commit: String?, command: String, data: String) {
        self.machine = machine
        self.toolchain = toolchain
        self.commit = commit
        self.command = command
        self.data = data
    }

    /// Float32 operations a second that so many threads reach, where that was measured.
    package func peak(threads: Int) -> Double? {
        results.first { $0.name == Piece.peakName && $0.threads == threads }?.operationsPerSecond
    }

    /// Seconds that so many images would take by what was measured on fewer, or `nil` where nothing was.
    ///
    /// - Parameters:
    ///   - piece: `predict/book/stream-6000000`, compared with others of `predict/book/`.
    ///   - images: How many it would be.
    /// - Returns: Seconds at the rate of the last of them.
    package func expectedSeconds(_ piece: Piece, images: Int) -> Double? {
        guard let slash = piece.name.lastIndex(of: "/") else { return nil }
        let family = piece.name[...slash]
        let known = results.last { $0.threads == piece.threads && $0.name.hasPrefix(family) }
        return known?.imagesPerSecond.map { Double(images) / $0 }
    }
}
