import DigitDatasets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The system's viewer for pictures.
enum Viewer {
    /// The commands that open a file in the viewer that the user chose, in the order they are tried.
    #if canImport(Darwin)
        private static let commands = [["open"]]
    #else
        private static let commands = [["xdg-open"], ["gio", "open"], ["wslview"]]
    #endif

    /// Becomes the viewer of a file: returns only by throwing, where there is no screen or nothing to open it with.
    static func open(_ path: String) throws {
        #if !canImport(Darwin)
            let screens = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
            guard screens.contains(where: { !(Console.environment($0) ?? "").isEmpty }) else {
                throw DatasetError(.notFound, "there is no screen here to open \(path) on; the file is written")
            }
        #endif
        for command in commands {
            var arguments = (command + [path]).map { strdup($0) } + [nil]
            execvp(command[0], &arguments)
            // Still here: there is no such program. The copies are freed, and the next one is tried.
            for argument in arguments { free(argument) }
        }
        let names = commands.map { $0[0] }.joined(separator: ", ")
        throw DatasetError(.notFound, "no viewer was found (tried \(names)); the file is written: \(path)")
    }

    /// A path in the temporary folder.
    static func temporaryPath(for name: String) -> String {
        let folder = Console.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        return (folder.hasSuffix("/") ? folder : folder + "/") + "digits-" + name
    }
}
