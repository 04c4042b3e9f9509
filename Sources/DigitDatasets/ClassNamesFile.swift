import DigitFormats

/// `classes.txt`, which a folder of one's own may have: the name of each class on a line of its own, in the labels' order.
public enum ClassNamesFile {
    private static let name = "classes.txt"
    private static let maximumSize = 1 << 14
    /// Labels are bytes.
    private static let counts = 2...256
    private static let longestName = 40

    /// Writes the names into a folder, where they are others than 0 to 9.
    ///
    /// - Throws: ``DatasetError`` of kind `inputOutput`.
    public static func write(_ names: [String], to folder: String) throws(DatasetError) {
        guard names != (0...9).map(String.init) else { return }
        try FileContents.write(Array((names.joined(separator: "\n") + "\n").utf8), to: "\(folder)/\(name)")
    }

    /// The names, or `nil` where there is no such file.
    ///
    /// - Throws: ``DatasetError`` of kind `damaged` or `inputOutput`.
    static func read(in folder: String) throws(DatasetError) -> [String]? {
        let path = "\(folder)/\(name)"
        guard FileSystem.exists(path) else { return nil }
        let bytes = try FileContents.read(path, limit: maximumSize)
        guard let text = bytes.withUnsafeBytes({ String(strictUTF8: $0) }) else {
            throw DatasetError(.damaged, "\(path): expected UTF-8")
        }
        var names = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        if names.last == "" { names.removeLast() }
        guard counts.contains(names.count) else {
            throw DatasetError(
                .damaged,
                "\(path): expected \(counts.lowerBound) to \(counts.upperBound) lines, a class each, found \(names.count)"
            )
        }
        for (line, name) in names.enumerated() {
            // What cannot be shown as it is would also end up on terminals.
            guard (1...longestName).contains(name.unicodeScalars.count), String(shown: name) == name else {
                throw DatasetError(
                    .damaged,
                    "\(path): expected names of 1 to \(longestName) plain characters, "
                        + "found \(String(shown: name).debugDescription) on line \(line + 1)")
            }
        }
        return names
    }
}
