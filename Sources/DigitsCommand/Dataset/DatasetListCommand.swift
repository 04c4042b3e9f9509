import ArgumentParser
import DigitDatasets

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
