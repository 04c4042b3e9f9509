import ArgumentParser

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
