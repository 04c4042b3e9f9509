import DigitTestSupport
import Foundation

/// Runs `digits` as a user would, in a world of its own: no cache, no network, no terminal.
struct Digits {
    let folder: TemporaryFolder
    private let program: BuiltProgram

    init() throws {
        folder = try TemporaryFolder()
        program = try BuiltProgram("digits")
    }

    /// Runs it in the folder, offline unless told otherwise.
    func run(
        _ arguments: [String], offline: Bool = true, environment: [String: String] = [:]
    ) throws -> BuiltProgram.Outcome {
        var all = ["HOME": folder.path, "XDG_CACHE_HOME": folder.path("cache")]
        if offline { all["DIGITS_OFFLINE"] = "1" }
        return try program.run(arguments, environment: all.merging(environment) { $1 }, in: folder.path)
    }

    func run(_ arguments: String...) throws -> BuiltProgram.Outcome { try run(arguments) }

    /// The book's weights.
    static let bookWeights = fixtures.appendingPathComponent("sample_weight.pkl").path

    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures")

    /// The folder that holds MNIST's four files, where there is one and the build is fast enough for all of them.
    static let mnistFolder: String? = {
        #if DEBUG
            return nil
        #else
            return ProcessInfo.processInfo.environment["DIGITS_DATA_DIR"]
        #endif
    }()

    /// Why a test that needs it was skipped.
    static let skipped = "needs MNIST's official files in DIGITS_DATA_DIR, and a release build (make test)"
}

extension BuiltProgram.Outcome {
    /// The last line of standard output.
    var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }

    /// Standard output as a JSON object.
    func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
    }
}
