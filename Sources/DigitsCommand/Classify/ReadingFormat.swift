import ArgumentParser

/// For whom readings are printed.
enum ReadingFormat: String, CaseIterable, ExpressibleByArgument {
    /// People.
    case text
    /// Programs: one array.
    case json
    /// Programs that take pictures as they come: a line each.
    case jsonl
}
