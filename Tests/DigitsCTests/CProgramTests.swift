import DigitTestSupport
import Foundation
import Testing

/// The interface as a C compiler and a linker see it.
@Suite("the C interface from C")
struct CProgramTests {
    private static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let program = package + "/Tests/DigitsCTests/interface.c"
    private static let picture = package + "/Tests/DigitsCTests/Fixtures/seven.png"
    private static let strict = [
        "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", package + "/Sources/CDigits/include",
    ]

    /// The folder that the dynamic library was built into, beside the running tests.
    private static func libraryFolder() throws -> String {
        let running = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let folders = [running] + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent().path }
        return try #require(
            folders.first { folder in
                ["libDigitsC.so", "libDigitsC.dylib"].contains {
                    FileManager.default.fileExists(atPath: folder + "/" + $0)
                }
            })
    }

    private static func compile(_ arguments: [String], in folder: TemporaryFolder) throws {
        let outcome = try BuiltProgram(file: "/usr/bin/env").run(["clang"] + arguments, in: folder.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test(arguments: [
        ["-x", "c", "-std=c99"], ["-x", "c", "-std=c17"], ["-x", "c++", "-std=c++11"], ["-x", "c++", "-std=c++20"],
    ])
    func headerCompilesWithoutWarnings(language: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("#include \"digits.h\"\n#include \"digits.h\"\n".utf8), to: "twice.c")
        try Self.compile(language + Self.strict + ["-fsyntax-only", "twice.c"], in: folder)
    }

    @Test func everyFunctionAnswersRightUseAndMisuse() throws {
        let folder = try TemporaryFolder()
        let library = try Self.libraryFolder()
        try Self.compile(
            Self.strict + [
                "-std=c99", "-g", Self.program, "-o", "interface", "-L", library, "-lDigitsC", "-lpthread", "-lm",
                "-Wl,-rpath," + library,
            ], in: folder)
        let outcome = try BuiltProgram(file: folder.path("interface")).run([Self.picture])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.hasSuffix(" expectations, 0 broken\n"))
    }

    @Test func exampleCompilesWithoutWarnings() throws {
        let folder = try TemporaryFolder()
        try Self.compile(
            Self.strict + ["-std=c99", "-fsyntax-only", Self.package + "/Examples/C/read_digits.c"], in: folder)
    }
}
