import ArgumentParser
import DigitDatasets
import DigitRecognition

/// `digits dataset clear`: empties the cache.
struct DatasetClearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Removes downloads, models too, from the cache, and nothing else.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A name of `digits dataset list`; all without it.")
    var name: String?

    func run() throws {
        let library = DatasetLibrary()
        let models = name == nil ? DownloadableModel.allCases : []
        let cleared =
            try [library.clear(name)]
            + models.map { try library.clear($0.file, in: $0.folder(in: library.cacheDirectory)) }
        let files = cleared.reduce(0) { $0 + $1.files }
        let bytes = cleared.reduce(0) { $0 + $1.byteCount }
        Console.output("removed \(files) files, \(TextFormat.bytes(bytes)), from \(library.cacheDirectory)")
    }
}
