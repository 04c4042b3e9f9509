import DigitDatasets
import DigitRecognition
import NIOCore

/// An error as the user meets it: one line and an exit code of sysexits.
struct ServerFailure {
    let code: Int32
    let message: String

    /// The failure for an error that ended the server.
    init(_ error: any Error) {
        switch error {
        case let error as DatasetError:
            message = error.description
            code =
                switch error.kind {
                case .notFound: 66
                case .damaged: 65
                case .unavailable: 69
                case .inputOutput: 74
                case .usage: 64
                }
        case let error as ModelError:
            message = error.description
            code =
                switch error.kind {
                case .notFound: 66
                case .unsuitable: 65
                case .inputOutput: 74
                case .usage: 64
                }
        case is SocketAddressError:
            message = "cannot listen there: no such host; --host takes a name or an address of this machine"
            code = 69
        case let error as IOError:
            message = "cannot listen there: \(error); another --host or --port may be free"
            code = 69
        default:
            message = "a fault of this program, please report it: \(error)"
            code = 70
        }
    }
}
