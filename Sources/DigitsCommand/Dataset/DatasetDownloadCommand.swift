import ArgumentParser
import DigitDatasets

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
