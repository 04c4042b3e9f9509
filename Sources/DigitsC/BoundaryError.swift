import CDigits
import DigitFormats
import DigitRecognition

/// Why a call of the C interface failed: what the program acts on, and what people read.
struct BoundaryError: Error {
    let status: digits_status
    let text: String

    init(_ status: digits_status, _ text: String) {
        self.status = status
        self.text = text
    }

    /// Finds the status of an error that the libraries threw.
    init(_ error: any Error) {
        switch error {
        case let error as BoundaryError: self = error
        case let error as ModelError: self.init(Self.status(of: error.kind), error.description)
        case let error as FormatError: self.init(DIGITS_BAD_PICTURE, "the picture cannot be read: \(error)")
        default: self.init(DIGITS_INPUT_OUTPUT, "\(error)")
        }
    }

    private static func status(of kind: ModelError.Kind) -> digits_status {
        switch kind {
        case .usage: DIGITS_MISUSE
        case .notFound: DIGITS_NOT_FOUND
        case .unsuitable: DIGITS_BAD_MODEL
        case .inputOutput: DIGITS_INPUT_OUTPUT
        }
    }

    /// A mistake of the calling program, in words of the header.
    static func misuse(_ text: String) -> BoundaryError { BoundaryError(DIGITS_MISUSE, text) }
}

/// Runs the body of a function of the C interface: an error becomes a status, and its text the thread's last error.
func answer(_ body: () throws -> Void) -> digits_status {
    do {
        try body()
        return DIGITS_OK
    } catch {
        let failure = BoundaryError(error)
        LastError.set(failure.text)
        return failure.status
    }
}
