import DigitDatasets
import DigitRecognition
import Foundation

/// MNIST's official files, where a user would have them, and the book's weights.
///
/// The files are looked for in `DIGITS_DATA_DIR` and in the cache; the weights lie in the tests' fixtures.
enum OfficialData {
    /// Why a test that needs it was skipped.
    static let skipped: String =
        "needs MNIST's official files in DIGITS_DATA_DIR or in the cache, and a release build (make test)"

    /// MNIST's test split; `nil` where it is not here, or in a debug build, which is too slow for all of it.
    static let test: LabelledImages? = load(.test)

    /// MNIST's training split, likewise.
    static let train: LabelledImages? = load(.train)

    private static func load(_ split: Split) -> LabelledImages? {
        #if DEBUG
            return nil
        #else
            let folder = ProcessInfo.processInfo.environment["DIGITS_DATA_DIR"]
            return try? DatasetLibrary(dataDirectory: folder).dataset(named: "mnist").load(split)
        #endif
    }

    /// The book's `sample_weight.pkl`.
    static let bookWeights = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/sample_weight.pkl").path
}
