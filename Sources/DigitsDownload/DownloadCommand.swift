import DigitDatasets
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The program `digits-download`: fetches one URL into one file.
package enum DownloadCommand {
    /// What `--help` prints.
    package static let help = """
        USAGE: digits-download URL FILE --limit BYTES [--timeout SECONDS] [--watch-input]

        Fetches one URL into one file. It serves digits, which starts it when data must be downloaded.

          --limit BYTES      the most bytes to accept
          --timeout SECONDS  how long to wait for a connection and for each next byte (default: 30)
          --watch-input      end when standard input does
          --help             print this

        Prints "RECEIVED TOTAL" a line as bytes come, "-" for a total that is not known, and where it fails
        "failure REASON" last. Ends with 0, or with 64 (usage), 69 (nothing could be had) or 74 (the file could not be
        written) and a sentence on standard error.
        """

    /// Runs the program and ends the process.
    package static func main(_ arguments: [String]) -> Never {
        if arguments.contains("--help") || arguments.contains("-h") {
            write(help, to: STDOUT_FILENO)
            exit(0)
        }
        let options: DownloadOptions
        do {
            options = try DownloadOptions(arguments)
        } catch {
            write("\(error); see digits-download --help", to: STDERR_FILENO)
            exit(64)
        }
        if options.watchesInput { endWithInput(removing: options.file) }
        exit(run(options))
    }

    private static func run(_ options: DownloadOptions) -> CInt {
        let request = FetchRequest(
            url: options.url, destination: options.file, byteLimit: options.limit, timeout: options.timeout
        ) { received, total in
            write("\(received) " + (total.map(String.init) ?? "-"), to: STDOUT_FILENO)
        }
        do {
            try URLSessionFetcher.fetch(request)
            return 0
        } catch {
            removeUnfinished(options.file)
            let failure = error as? FetchFailure ?? FetchFailure(.inputOutput, "\(error)")
            write("failure \(failure.reason.line)", to: STDOUT_FILENO)
            write(failure.message, to: STDERR_FILENO)
            return failure.reason == .inputOutput ? 74 : 69
        }
    }

    /// Ends the process as soon as its standard input ends, without the file.
    private static func endWithInput(removing file: String) {
        Thread.detachNewThread {
            var byte: UInt8 = 0
            var count = 1
            while count > 0 || (count < 0 && errno == EINTR) { count = read(STDIN_FILENO, &byte, 1) }
            removeUnfinished(file)
            _exit(69)
        }
    }

    /// Removes what is left of a file; never a device, which is a fine place to send a file to as well.
    private static func removeUnfinished(_ file: String) {
        var status = stat()
        guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        unlink(file)
    }

    /// Writes a line, in one piece.
    private static func write(_ line: String, to descriptor: CInt) {
        let bytes = Array((line + "\n").utf8)
        #if canImport(Darwin)
            _ = Darwin.write(descriptor, bytes, bytes.count)
        #elseif canImport(Musl)
            _ = Musl.write(descriptor, bytes, bytes.count)
        #else
            _ = Glibc.write(descriptor, bytes, bytes.count)
        #endif
    }
}
