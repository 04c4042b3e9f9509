import ArgumentParser
import DigitDatasets
import DigitRecognition

/// `digits model list`: shipped and downloadable models.
struct ModelListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the models that can be named.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let shipped = ShippedModel.allCases.map { model in
            "\(TextFormat.left(model.rawValue, 11))\(model.summary), in this program"
                + (model == .standard ? "; used where no model is named" : "")
        }
        let cache = DatasetLibrary.defaultCacheDirectory()
        let downloadable = DownloadableModel.allCases.map { model in
            "\(TextFormat.left(model.rawValue, 11))\(model.summary), "
                + (FileContents.exists(model.path(in: cache))
                    ? "downloaded" : "to be had by `digits model download \(model.rawValue)`")
        }
        Console.output((shipped + downloadable).joined(separator: "\n"))
    }
}
