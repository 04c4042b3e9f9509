import ArgumentParser
import DigitRecognition

/// `digits model download NAME`: published weights into the cache.
struct ModelDownloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "download", abstract: "Downloads published weights into the cache and checks them.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var data: DataOptions

    @Argument(help: "A name of `digits model list`.")
    var name: String

    func run() throws {
        guard let model = DownloadableModel(rawValue: name) else {
            let names = DownloadableModel.allCases.map(\.rawValue).joined(separator: ", ")
            throw ModelError(.notFound, "expected one of \(names) to download, found \(name)")
        }
        Console.output("\(name) is whole in \(try model.download(with: data.library(global)))")
    }
}
