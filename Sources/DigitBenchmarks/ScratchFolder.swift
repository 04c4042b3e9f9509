import DigitDatasets

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A folder of its own for files that are timed on, removed with the last reference.
final class ScratchFolder: Sendable {
    /// Where it is.
    let path: String

    /// Makes it in the system's folder for temporary files.
    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/digits-bench-\(UInt64.random(in: 0...UInt64.max))"
        try FileContents.makeDirectory(path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
