import ArgumentParser
import DigitDatasets
import DigitRecognition

/// `digits dataset verify`: hashes the cache again.
struct DatasetVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hashes every file of the cache again; a damaged one is replaced at its next use.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A name of `digits dataset list`; all without it.")
    var name: String?

    func run() throws {
        let library = DatasetLibrary()
        let models = name == nil ? DownloadableModel.allCases : []
        let files =
            try library.verify(name)
            + models.compactMap { try library.check($0.file, in: $0.folder(in: library.cacheDirectory)) }
        let lines = files.map { file in
            TextFormat.left(file.damage == nil ? "whole" : "damaged", 9)
                + "\(file.path)  \(TextFormat.bytes(file.byteCount))"
                + (file.damage.map { "  \($0)" } ?? "")
        }
        let nothing = (name.map { "\($0) is not in" } ?? "there is nothing in") + " the cache \(library.cacheDirectory)"
        Console.output(lines.isEmpty ? nothing : lines.joined(separator: "\n"))
        let damaged = files.filter { $0.damage != nil }.count
        if damaged > 0 {
            throw DatasetError(
                .damaged,
                "\(damaged) of \(files.count) files of the cache are damaged; "
                    + "`digits dataset download NAME` fetches them again"
            )
        }
    }
}
