import ArgumentParser

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// For whom a result is printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// People.
    case text
    /// Programs: one JSON document and nothing else.
    case json
}

/// Results for programs.
enum JSONOutput {
    /// Prints a value as one JSON document with sorted keys.
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Console.output(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
