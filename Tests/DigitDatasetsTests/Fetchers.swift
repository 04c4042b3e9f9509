import DigitDatasets
import DigitTestSupport
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
    static func helperPath() throws -> String { try BuiltProgram(HelperFetcher.programName).path }
}
