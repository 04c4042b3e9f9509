import DigitDatasets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Texts of C that live as long as the process.
enum ConstantText {
    // Written once, before anybody has the pointer, and never freed.
    nonisolated(unsafe) static let empty = make("")
    nonisolated(unsafe) static let version = make(ProjectVersion.current)

    private static func make(_ text: String) -> UnsafePointer<CChar> {
        guard let copy = strdup(text) else { fatalError("no memory for a text of \(text.utf8.count) bytes") }
        return UnsafePointer(copy)
    }
}
