import DigitDatasets
import DigitFormats
import DigitNetwork
import DigitRecognition

/// An error as the user meets it: one line and an exit code of sysexits.
struct Failure {
    let code: Int32
    let message: String

    /// The failure for an error that a command threw.
    init(_ error: any Error) {
        switch error {
        case let error as DatasetError: (code, message) = (Self.code(error.kind), error.description)
        case let error as ModelError: (code, message) = (Self.code(error.kind), error.description)
        case let error as NetworkError:
            (code, message) = (error.kind == .invalidOption ? Self.usage : Self.data, error.description)
        case let error as FormatError: (code, message) = (Self.data, error.description)
        default: (code, message) = (Self.software, "a fault of this program, please report it: \(error)")
        }
    }

    static let usage: Int32 = 64
    static let data: Int32 = 65
    static let noInput: Int32 = 66
    static let unavailable: Int32 = 69
    static let software: Int32 = 70
    static let inputOutput: Int32 = 74
    static let interrupted: Int32 = 130

    private static func code(_ kind: DatasetError.Kind) -> Int32 {
        switch kind {
        case .notFound: noInput
        case .damaged: data
        case .unavailable: unavailable
        case .inputOutput: inputOutput
        case .usage: usage
        }
    }

    private static func code(_ kind: ModelError.Kind) -> Int32 {
        switch kind {
        case .notFound: noInput
        case .unsuitable: data
        case .inputOutput: inputOutput
        case .usage: usage
        }
    }
}
