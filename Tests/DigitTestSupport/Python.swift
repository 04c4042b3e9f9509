import Foundation

/// python3, an independent reader of what we write.
package enum Python {
    /// Whether it is there with NumPy.
    package static let hasNumPy = (try? run("import numpy; print('yes')", in: "/")) == "yes\n"

    /// Runs a script and gives what it prints.
    package static func run(_ script: String, in folder: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
