import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the program says: results on standard output, everything else on standard error.
enum Console {
    /// Writes results to standard output; a line feed is added where the text does not end in one.
    ///
    /// Ends the process with 74 where the output cannot be written (a full disk), since a result would be lost.
    static func output(_ text: String) {
        guard write(terminated(text), to: STDOUT_FILENO) else {
            error("could not write the results to standard output: \(String(cString: strerror(errno)))")
            exit(Failure.inputOutput)
        }
    }

    /// Says why the program fails, in one line.
    static func error(_ message: String) {
        note("digits: \(oneLine(message))")
    }

    /// Warns in one line.
    static func warning(_ message: String) {
        note("digits: warning: \(oneLine(message))")
    }

    /// Names of files may hold anything; an error stays one line, and tells the terminal nothing.
    private static func oneLine(_ message: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in message.unicodeScalars {
            line.append(scalar.properties.generalCategory == .control ? "?" : scalar)
        }
        return String(line)
    }

    /// Writes a line to standard error; what cannot be written there is lost.
    static func note(_ text: String) {
        _ = write(terminated(text), to: STDERR_FILENO)
    }

    /// Writes to standard error as it is, for progress lines.
    static func progress(_ text: String) {
        _ = write(text, to: STDERR_FILENO)
    }

    /// Whether results go to a terminal.
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether progress may move the cursor: standard error is a terminal, and nobody asked for plain text.
    static var progressIsLive: Bool { isatty(STDERR_FILENO) == 1 && !noColor && environment("TERM") != "dumb" }

    /// Whether `NO_COLOR` is set, to anything but nothing.
    static var noColor: Bool { environment("NO_COLOR").map { !$0.isEmpty } ?? false }

    /// An environment variable.
    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The variables that say what a terminal can show.
    static var terminalEnvironment: [String: String] {
        ["NO_COLOR", "COLORTERM", "TERM"].reduce(into: [:]) { $0[$1] = environment($1) }
    }

    private static func terminated(_ text: String) -> String {
        text.hasSuffix("\n") ? text : text + "\n"
    }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = systemWrite(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                if count > 0 {
                    written += count
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes, count)
        #else
            Darwin.write(descriptor, bytes, count)
        #endif
    }
}
