import ArgumentParser
import DigitDatasets

/// Where data is looked for and whether it may be downloaded.
struct DataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder with the four MNIST files, or with one for each data set; DIGITS_DATA_DIR does the same.",
            valueName: "folder"))
    var dataDir: String?

    @Flag(help: "Download nothing; DIGITS_OFFLINE=1 does the same.")
    var offline = false

    @Option(
        help: ArgumentHelp(
            "Download from here instead of the catalogue's mirrors: the URL of a folder. May be repeated.",
            valueName: "url"))
    var mirror: [String] = []

    func validate() throws {
        for mirror in mirror where !mirror.hasPrefix("https://") && !mirror.hasPrefix("http://") {
            throw ValidationError("--mirror takes a URL that starts with https:// or http://, found \(mirror)")
        }
    }

    /// Whether something may be downloaded.
    var isOffline: Bool {
        let value = Console.environment("DIGITS_OFFLINE") ?? ""
        return offline || !(value.isEmpty || value == "0")
    }

    /// What fetches; where the program for it is missing, as a half-done installation leaves it, each download says so.
    private var fetch: Fetching {
        if let helper = HelperFetcher.besideThisProgram() { return helper.fetch }
        return { _ in
            throw DatasetError(
                .unavailable,
                "\(HelperFetcher.programName) is not beside this program: `make build` builds it, `make install` installs it"
            )
        }
    }

    /// The library that these options describe.
    func library(_ global: GlobalOptions) -> DatasetLibrary {
        let directory = dataDir ?? Console.environment("DIGITS_DATA_DIR").flatMap { $0.isEmpty ? nil : $0 }
        let progress = DatasetProgress(global)
        return DatasetLibrary(
            dataDirectory: directory, fetch: isOffline ? nil : fetch,
            mirrors: mirror, report: { progress.report($0) })
    }
}
