import ArgumentParser

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say nothing but results, warnings and errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more: where data was looked for, what was tried.")
    var verbose = false

    func validate() throws {
        if quiet, verbose { throw ValidationError("--quiet and --verbose do not go together.") }
    }
}
