import ArgumentParser
import DigitDatasets
import DigitRecognition

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `digits-bench`: times each piece, and checks the answers that it times.
@main
struct DigitsBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digits-bench",
        abstract: "Times each piece of swift-digits, and checks the answers that it times.",
        discussion: """
            A piece is timed many times; the table gives the median, half of what lies
            between the quartiles, images a second, the share of the float32 peak that this
            processor reaches in registers, and the most memory of the process.

            EXAMPLES
              digits-bench --quick
              digits-bench --filter predict/book --threads 1 --threads 2
              digits-bench --dataset ./mnist --json results.json
              digits-bench --filter predict/cnn/stream --longest 3600

            EXIT STATUS
              0 done, 64 wrong usage, 65 the input is damaged, 66 it is not there,
              70 an answer was wrong, 74 reading or writing failed
            """,
        version: ProjectVersion.current)

    @Option(
        help: ArgumentHelp("Only pieces whose name contains this text. May be repeated.", valueName: "text"))
    var filter: [String] = []

    @Option(
        help: ArgumentHelp(
            "Threads to time with; 1 and all cores without it. May be repeated.", valueName: "n"))
    var threads: [Int] = []

    @Option(
        help: ArgumentHelp(
            "Data set: a name or a path; MNIST without it, from DIGITS_DATA_DIR or the cache.",
            valueName: "name|path"))
    var dataset: String?

    @Option(
        help: ArgumentHelp(
            "The book's weights; those of this repository's tests where they are at hand.", valueName: "file"))
    var weights: String?

    @Option(help: ArgumentHelp("Seconds to time a piece for.", valueName: "s"))
    var seconds: Double?

    @Option(help: ArgumentHelp("Leave out 6,000,000 images where they would take longer.", valueName: "s"))
    var longest = 60.0

    @Option(
        help: ArgumentHelp(
            "Images that a dense network is checked on in float64; a hundredth for others.", valueName: "n"))
    var references = 1000

    @Option(help: ArgumentHelp("Write all figures to this file too.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("What the JSON calls the commit.", valueName: "text"))
    var commit: String?

    @Option(help: ArgumentHelp("What the JSON calls the compiler.", valueName: "text"))
    var toolchain: String?

    @Flag(help: "Time briefly, and at most 1,000 images at a time.")
    var quick = false

    @Flag(help: "Print the names of the pieces and time nothing.")
    var list = false

    /// Where the tests of this repository keep the book's weights.
    private static let bookWeights = "Tests/Fixtures/sample_weight.pkl"

    func validate() throws {
        for count in threads where !(1...1024).contains(count) {
            throw ValidationError("--threads takes 1 to 1024, found \(count)")
        }
        if let seconds, !(seconds > 0 && seconds <= 3600) {
            throw ValidationError("--seconds takes more than 0 and at most 3600, found \(seconds)")
        }
        if !(longest > 0) { throw ValidationError("--longest takes more than 0, found \(longest)") }
        if references < 1 { throw ValidationError("--references takes 1 or more, found \(references)") }
    }

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch  where exitCode(for: error) != .failure {
            exit(withError: error)
        } catch {
            BenchmarkOutput.note("digits-bench: \(error)")
            exit(withError: ExitCode(BenchmarkOutput.status(of: error)))
        }
    }

    func run() throws {
        let directory = ProcessInfo.processInfo.environment["DIGITS_DATA_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        let data = try BenchmarkData(dataset, library: DatasetLibrary(dataDirectory: directory))
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let counts = threads.isEmpty ? (cores > 1 ? [1, cores] : [1]) : threads
        let found = FileContents.exists(Self.bookWeights) ? Self.bookWeights : nil
        let pieces = try PieceList(
            data, weights: weights ?? found, threads: counts, references: references, quick: quick
        ).pieces.filter { $0.matches(filter) || $0.name == Piece.peakName && !list }
        guard pieces.contains(where: { $0.matches(filter) }) else {
            throw ValidationError("--filter \(filter.joined(separator: ", ")) names no piece; --list prints them")
        }
        if list {
            for piece in pieces { print("\(piece.name) (threads: \(piece.threads))") }
            return
        }
        if let json { try FileContents.checkWritable(json) }
        if data.split == .sample {
            BenchmarkOutput.note(
                "digits-bench: MNIST is not here, the built-in sample stands in: give --dataset or set DIGITS_DATA_DIR")
        }
        var stopwatch = quick ? Stopwatch.quick : .thorough
        if let seconds { stopwatch.budget = seconds }
        var report = BenchmarkReport(
            machine: MachineDescription(), toolchain: toolchain, commit: commit,
            command: (["digits-bench"] + CommandLine.arguments.dropFirst()).joined(separator: " "),
            data: "\(data.name) \(data.split.rawValue), \(data.labels.count) images")
        try run(pieces, stopwatch, into: &report)
        if let json { try BenchmarkOutput.write(report, to: json) }
    }

    /// Times the pieces one after the other, a line each.
    private func run(_ pieces: [Piece], _ stopwatch: Stopwatch, into report: inout BenchmarkReport) throws {
        let machine = report.machine
        print("\(machine.processor), \(machine.cores) cores, \(machine.instructionSet), \(report.data)")
        print(BenchmarkTable.head)
        for piece in pieces {
            if piece.name.hasSuffix("/stream-\(PieceList.streamed)"),
                let expected = report.expectedSeconds(piece, images: PieceList.streamed), expected > longest
            {
                let reason =
                    "would take \(BenchmarkTable.duration(expected)): give --longest \(Int(expected.rounded(.up)))"
                report.skipped.append(.init(name: piece.name, threads: piece.threads, reason: reason))
                print("\(piece.name) (threads: \(piece.threads)) \(reason)")
                continue
            }
            MemoryPeak.reset()
            let outcome = try piece.run(stopwatch)
            let result = Measurement(
                piece, outcome, peak: report.peak(threads: piece.threads), memory: MemoryPeak.bytes())
            report.results.append(result)
            BenchmarkOutput.line(BenchmarkTable.line(result))
        }
    }
}
