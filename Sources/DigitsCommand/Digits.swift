import ArgumentParser
import DigitDatasets

/// The `digits` command.
@main
struct Digits: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digits",
        abstract: "Recognises handwritten digits.",
        discussion: """
            EXAMPLES
              digits evaluate                            the shipped model on MNIST
              digits evaluate --model sample_weight.pkl  weights trained elsewhere
              digits robustness --limit 1000             on images that get worse
              digits classify photo.jpg                  digits in a picture
              digits dataset show 0 --split train        a digit in the terminal
              digits train --output my.safetensors       a network of your own

            EXIT STATUS
              0 done, 64 wrong usage, 65 the input is damaged or of the wrong kind,
              66 it is not there, 69 nothing could be downloaded, 70 a fault of this
              program, 74 reading or writing failed, 130 interrupted
            """,
        version: ProjectVersion.current,
        subcommands: [
            EvaluateCommand.self, RobustnessCommand.self, ClassifyCommand.self, DatasetCommand.self, ModelCommand.self,
            TrainCommand.self, ServeCommand.self,
        ]
    )

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch  where exitCode(for: error) != .failure {
            // Help, the version, wrong usage, and exit codes that a command chose itself.
            exit(withError: error)
        } catch {
            let failure = Failure(error)
            Console.error(failure.message)
            exit(withError: ExitCode(failure.code))
        }
    }
}
