import DigitDatasets

/// Which data a command works on, with what happens where none is named.
struct DatasetChoice {
    let library: DatasetLibrary
    let dataset: String?
    let split: Split?
    let global: GlobalOptions

    /// A split that was opened.
    struct Opened {
        let dataset: Dataset
        let split: Split
        let data: LabelledImages
    }

    /// Whether MNIST is just not to be had: not there, not to be downloaded, or with no cache to download it into.
    ///
    /// A folder that the user named and that is not there, or cannot be read, is another matter.
    private func isNowhere(_ error: DatasetError) -> Bool {
        let named = library.dataDirectory
        return switch error.kind {
        case .unavailable: true
        case .notFound: named.map(FileContents.isReadableFolder) ?? true
        case .inputOutput: named == nil
        case .damaged, .usage: false
        }
    }

    /// Opens the split that was asked for, or the test split.
    ///
    /// Where neither data set nor split is named and MNIST is nowhere to be had, the built-in sample takes its place,
    /// with a warning that says how to get the rest.
    func open() throws -> Opened {
        if let dataset {
            let opened = try library.dataset(dataset)
            let split = split ?? (opened.splits.contains(.test) ? .test : opened.splits.first ?? .test)
            return Opened(dataset: opened, split: split, data: try opened.load(split))
        }
        let mnist = try library.dataset(named: DatasetDescription.mnist.name)
        do {
            return Opened(dataset: mnist, split: split ?? .test, data: try mnist.load(split ?? .test))
        } catch let error as DatasetError where split == nil && isNowhere(error) {
            if global.verbose { Console.note("digits: \(error)") }
            Console.warning(
                "MNIST's official test set is not here and could not be downloaded: using the built-in sample of 5,000 "
                    + "training digits. To get it, run `digits dataset download mnist` with a network, or put its four "
                    + "files into a folder and set DIGITS_DATA_DIR to it.")
            return Opened(dataset: mnist, split: .sample, data: try mnist.load(.sample))
        }
    }
}
