import DigitDatasets
import DigitsDownload
import Foundation
import Testing

/// The two ways of fetching that the project has.
enum FetcherKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case session
    case helper

    var testDescription: String { rawValue }

    /// The fetching function; the helper must have been built beside the tests.
    func fetch() throws -> Fetching {
        switch self {
        case .session: return URLSessionFetcher.fetch
        case .helper: return HelperFetcher(path: try FetcherKind.helperPath()).fetch
        }
    }

    /// The path of `digits-download`, which the tests' package builds.
    static func helperPath() throws -> String {
        try #require(
            buildFolders.map { $0 + "/" + HelperFetcher.programName }.first {
                FileManager.default.isExecutableFile(atPath: $0)
            }, "digits-download was not built")
    }

    /// Where products may be: beside the running program, or beside the bundle it has loaded.
    private static var buildFolders: [String] {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return [program.path]
            + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent().path }
    }
}
