/// A text file that grows line by line, for logs: made anew, each line on its way to the disk when it is written.
package struct LineFile: ~Copyable {
    private let file: OutputFile

    /// Makes the file, or empties the one that is there.
    ///
    /// - Throws: ``DatasetError`` of kind `inputOutput`.
    package init(path: String) throws {
        file = try OutputFile(path: path)
    }

    /// Appends a line, its line feed added.
    ///
    /// - Throws: ``DatasetError`` of kind `inputOutput`.
    package func write(_ line: String) throws {
        var text = line + "\n"
        try text.withUTF8 { try file.write(UnsafeRawBufferPointer($0)) }
    }
}
