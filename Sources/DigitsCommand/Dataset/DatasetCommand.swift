import ArgumentParser
import DigitDatasets
import DigitRecognition

/// `digits dataset …`: the MNIST family and data sets of one's own.
struct DatasetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset",
        abstract: "Lists, downloads, shows and exports data sets.",
        discussion: """
            EXAMPLES
              digits dataset list
              digits dataset info --normalize --one-hot
              digits dataset show 0 --split train --output five.png
              digits dataset download fashion-mnist
            """,
        subcommands: [
            DatasetListCommand.self, DatasetInfoCommand.self, DatasetDownloadCommand.self, DatasetShowCommand.self,
            DatasetExportCommand.self, DatasetVerifyCommand.self, DatasetClearCommand.self,
        ])
}

/// `digits dataset list`: the names there are.
struct DatasetListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the data sets that can be named, with classes and licence.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let catalogue = DatasetDescription.catalogue
        let width = (catalogue.map(\.name.count).max() ?? 0) + 2
        Console.output(
            catalogue.map { TextFormat.left($0.name, width) + "\($0.title); \($0.classes) classes; \($0.licence)" }
                .joined(separator: "\n"))
    }
}

/// `digits dataset download NAME`: into the cache.
struct DatasetDownloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "download", abstract: "Downloads a data set into the cache and checks it.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var data: DataOptions

    @Argument(help: "A name of `digits dataset list`.")
    var name: String

    func run() throws {
        if data.isOffline {
            throw DatasetError(.usage, "\(name) cannot be downloaded: --offline or DIGITS_OFFLINE forbids it")
        }
        Console.output("\(name) is whole in \(try data.library(global).download(name))")
    }
}

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
        Console.output(lines.isEmpty ? "the cache \(library.cacheDirectory) is empty" : lines.joined(separator: "\n"))
        let damaged = files.filter { $0.damage != nil }.count
        if damaged > 0 {
            throw DatasetError(
                .damaged,
                "\(damaged) of \(files.count) files of the cache are damaged; "
                    + "`digits dataset download` fetches them again"
            )
        }
    }
}

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
