import ArgumentParser
import DigitDatasets

/// Which images a model is evaluated on.
struct ImageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Data set: a name (see `digits dataset list`), a folder or a file.", valueName: "name|path"))
    var dataset: String?

    @Option(help: ArgumentHelp("Which part: test, train or sample. Without it, test.", valueName: "split"))
    var split: Split?

    @Option(help: ArgumentHelp("Take only the first n images.", valueName: "n"))
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes 1 or more, found \(limit)") }
    }

    /// Opens what was asked for, as far as ``limit`` goes.
    func open(_ library: DatasetLibrary, _ global: GlobalOptions) throws -> DatasetChoice.Opened {
        let opened = try DatasetChoice(library: library, dataset: dataset, split: split, global: global).open()
        guard let limit else { return opened }
        return DatasetChoice.Opened(dataset: opened.dataset, split: opened.split, data: opened.data.prefix(limit))
    }
}
