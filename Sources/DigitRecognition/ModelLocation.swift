import DigitDatasets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A model as the command lines name it: one of ours, one that can be downloaded, or a file.
package enum ModelLocation: Sendable, Equatable {
    case shipped(ShippedModel)
    case downloaded(DownloadableModel)
    case file(String)

    /// Anything with a slash or a dot, and any path that is there and no name of ours, is a file.
    package init(_ text: String) throws {
        if let model = ShippedModel(rawValue: text) {
            self = .shipped(model)
        } else if let model = DownloadableModel(rawValue: text) {
            self = .downloaded(model)
        } else if text.contains("/") || text.contains(".") || access(text, F_OK) == 0 {
            self = .file(text)
        } else {
            let names = ShippedModel.allCases.map(\.rawValue) + DownloadableModel.allCases.map(\.rawValue)
            throw ModelError(
                .notFound,
                "expected a model's name (\(names.joined(separator: ", "))) or a weights file, found \(text); "
                    + "see `digits model list`"
            )
        }
    }

    /// Loads the network.
    package func load(options: NetworkOptions) throws -> Recognizer {
        switch self {
        case .shipped(let model): try Recognizer(model, options: options)
        case .downloaded(let model): try model.load(with: DatasetLibrary(), options: options)
        case .file(let path): try Recognizer(contentsOf: path, options: options)
        }
    }
}
