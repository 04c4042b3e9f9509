import ArgumentParser

/// `digits model …`: what is inside weights files, and the models there are.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Lists, describes, converts and downloads models.",
        discussion: """
            EXAMPLES
              digits model list
              digits model info sample_weight.pkl
              digits model convert sample_weight.pkl book.safetensors
              digits model download book
            """,
        subcommands: [
            ModelListCommand.self, ModelInfoCommand.self, ModelConvertCommand.self, ModelDownloadCommand.self,
        ])
}
