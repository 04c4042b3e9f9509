import Foundation

/// A program of this package, built beside the tests, run as a user would.
package struct BuiltProgram: Sendable {
    /// The file.
    package let path: String

    /// Finds a program by its product's name.
    ///
    /// - Throws: Where it was not built.
    package init(_ name: String) throws {
        // Beside the running program, or beside the bundle it has loaded (macOS).
        let running = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let folders = [running] + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent().path }
        let paths = folders.map { $0 + "/" + name }
        guard let found = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw NotBuilt(description: "\(name) was not built; looked for \(paths.joined(separator: ", "))")
        }
        path = found
    }

    /// Takes a program of whatever origin.
    package init(file path: String) { self.path = path }

    private struct NotBuilt: Error, CustomStringConvertible {
        let description: String
    }

    /// What a run left behind.
    package struct Outcome: Sendable {
        /// The exit code; a signal's number, negated, where one ended it.
        package let status: Int
        /// Everything on standard output.
        package let output: String
        /// Everything on standard error.
        package let errors: String
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - arguments: What follows its name.
    ///   - environment: The whole environment but `PATH` and the temporary folder's.
    ///   - folder: Where it runs.
    /// - Returns: What it said and how it ended.
    /// - Throws: Where it cannot be started.
    package func run(
        _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let inherited = ProcessInfo.processInfo.environment.filter {
            ["PATH", "TMPDIR", "LD_LIBRARY_PATH"].contains($0.key)
        }
        process.environment = inherited.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Both pipes are drained at once, or a full one would stop the program.
        let errorData = Guarded(Data())
        let finished = DispatchSemaphore(value: 0)
        let drain = Thread {
            let data = errors.fileHandleForReading.readDataToEndOfFile()
            errorData.withLock { $0 = data }
            finished.signal()
        }
        drain.start()
        let outputData = output.fileHandleForReading.readDataToEndOfFile()
        finished.wait()
        process.waitUntilExit()
        let status = Int(process.terminationStatus)
        return Outcome(
            status: process.terminationReason == .exit ? status : -status,
            output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: errorData.value, as: UTF8.self))
    }
}
