import DigitDatasets
import DigitFormats
import DigitRecognition

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

/// Where figures go: a line at once, and a document at the end.
enum BenchmarkOutput {
    /// Prints a line at once, also where it goes to a file.
    static func line(_ text: String) {
        print(text)
        fflush(nil)
    }

    /// Prints a line to standard error.
    static func note(_ text: String) {
        fflush(nil)
        var line = text + "\n"
        line.withUTF8 { bytes in
            // Where this cannot be said there is no other place to say it.
            #if canImport(Glibc)
                _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            #elseif canImport(Musl)
                _ = Musl.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            #else
                _ = Darwin.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            #endif
        }
    }

    /// Writes the report as one JSON document.
    static func write(_ report: BenchmarkReport, to path: String) throws {
        try FileContents.write(Array(try encoded(report)) + [UInt8(ascii: "\n")], to: path)
    }

    /// The report as one JSON document with sorted keys.
    static func encoded(_ report: BenchmarkReport) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(report)
    }

    /// The exit status for an error, as in sysexits.
    static func status(of error: any Error) -> Int32 {
        switch error {
        case let error as DatasetError:
            switch error.kind {
            case .notFound: 66
            case .damaged: 65
            case .unavailable: 69
            case .inputOutput: 74
            case .usage: 64
            }
        case let error as ModelError:
            switch error.kind {
            case .notFound: 66
            case .unsuitable: 65
            case .inputOutput: 74
            case .usage: 64
            }
        case is FormatError: 65
        default: 70
        }
    }
}
