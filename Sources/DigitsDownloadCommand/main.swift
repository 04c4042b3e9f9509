import DigitsDownload

DownloadCommand.main(Array(CommandLine.arguments.dropFirst()))
