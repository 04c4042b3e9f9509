import DigitDatasets
import DigitFormats

/// A picture as the command line names it.
enum PictureFile {
    /// The largest file that is read, in bytes: 50 million pixels of three 16-bit samples, raw.
    private static let maximumSize = 320_000_000

    /// Reads a file, or standard input where it is called `-`.
    ///
    /// - Throws: `DatasetError` with the file's name in its text.
    static func read(_ name: String) throws -> GreyImage {
        let shown = name == "-" ? "standard input" : name
        if name != "-", !FileContents.exists(name) {
            throw DatasetError(.notFound, "\(name): no such picture")
        }
        let bytes = try FileContents.read(name == "-" ? "/dev/stdin" : name, limit: maximumSize)
        do {
            return try GreyImage.decode(bytes)
        } catch {
            throw DatasetError(.damaged, "\(shown): \(error)")
        }
    }
}
