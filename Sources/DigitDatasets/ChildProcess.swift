#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that was started, with pipes to its standard streams: its input stays open and empty as long as this
/// value lives.
struct ChildProcess: ~Copyable {
    /// How a program ended.
    enum End: Equatable {
        case exited(Int)
        case signalled(Int)

        /// The end in words, after the name of the program.
        var words: String {
            switch self {
            case .exited(let code): "ended with status \(code)"
            case .signalled(let signal): "was stopped by signal \(signal)"
            }
        }
    }

    private let process: pid_t
    private let input: CInt
    private let output: CInt
    private let errors: CInt

    /// Starts a program with this process's environment.
    ///
    /// - Throws: ``DatasetError`` of kind `inputOutput` where it cannot be started.
    init(_ path: String, _ arguments: [String]) throws {
        let input = try ChildProcess.pipe()
        let output = try ChildProcess.pipe()
        let errors = try ChildProcess.pipe()
        let streams = [input.reading, output.writing, errors.writing]
        let started = ChildProcess.start(path, arguments, streams: streams)
        for stream in streams { close(stream) }
        guard let process = started else {
            for stream in [input.writing, output.reading, errors.reading] { close(stream) }
            throw DatasetError(.inputOutput, "could not start \(path)")
        }
        self.process = process
        self.input = input.writing
        self.output = output.reading
        self.errors = errors.reading
    }

    deinit {
        close(input)
        close(output)
        close(errors)
    }

    /// Starts a program with three open files as its standard streams; `nil` where that fails.
    private static func start(_ path: String, _ arguments: [String], streams: [CInt]) -> pid_t? {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, stream) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream, CInt(number))
        }
        // The child is to hear signals, whatever this process blocks.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        var process: pid_t = 0
        let code = ChildProcess.withCStrings([path] + arguments) { arguments in
            ChildProcess.withCStrings(environment) { environment in
                posix_spawn(&process, path, &actions, &attributes, arguments, environment)
            }
        }
        return code == 0 ? process : nil
    }

    /// Reads standard output line by line until it ends.
    func readLines(_ body: (String) throws -> Void) throws {
        var line: [UInt8] = []
        try ChildProcess.read(output) { bytes in
            for byte in bytes {
                if byte == UInt8(ascii: "\n") {
                    try body(String(decoding: line, as: UTF8.self))
                    line.removeAll(keepingCapacity: true)
                } else if line.count < ChildProcess.maximumLine {
                    line.append(byte)
                }
            }
        }
    }

    /// Reads standard error until it ends: one line, the rest is dropped.
    func errorText() -> String {
        var text: [UInt8] = []
        ChildProcess.read(errors) { text += $0.prefix(ChildProcess.maximumLine - text.count) }
        let line = text.split(separator: UInt8(ascii: "\n")).first ?? []
        return String(decoding: line, as: UTF8.self)
    }

    /// Asks the program to end.
    func terminate() { kill(process, SIGTERM) }

    /// Waits for the program to end.
    func wait() -> End {
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return .exited(-1) }
        }
        // As the macros of wait.h have it, which Swift does not import.
        let signal = status & 0x7F
        return signal == 0 ? .exited(Int(status >> 8 & 0xFF)) : .signalled(Int(signal))
    }

    /// No line of the helper is longer, in bytes; the rest of one is dropped.
    private static let maximumLine = 4096

    private static func read(
        _ descriptor: CInt, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = systemRead(descriptor, &chunk)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            try chunk.withUnsafeBytes { bytes in
                try body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            }
        }
    }

    private static func systemRead(_ descriptor: CInt, _ chunk: inout [UInt8]) -> Int {
        #if canImport(Darwin)
            Darwin.read(descriptor, &chunk, chunk.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, &chunk, chunk.count)
        #else
            Glibc.read(descriptor, &chunk, chunk.count)
        #endif
    }

    /// A pipe whose ends no other child inherits.
    private static func pipe() throws -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [-1, -1]
        #if canImport(Darwin)
            let code = Darwin.pipe(&ends)
        #elseif canImport(Musl)
            let code = Musl.pipe(&ends)
        #else
            let code = Glibc.pipe(&ends)
        #endif
        guard code == 0 else {
            throw DatasetError(.inputOutput, "could not make a pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Lends strings as C has them, with a null at the end of the list.
    private static func withCStrings<R>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R
    ) -> R {
        var copies = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return body(&copies)
    }
}
