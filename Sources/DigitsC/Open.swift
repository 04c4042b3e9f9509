public import CDigits
import DigitRecognition

/// Opens a model by name or a weights file; see `digits.h`.
@c @implementation
public func digits_open(
    _ model: UnsafePointer<CChar>?, _ recognizer: UnsafeMutablePointer<digits_recognizer>?
) -> digits_status {
    answer {
        let recognizer = try Argument.required(recognizer, "recognizer")
        let model = try Argument.text(model, "model")
        if let shipped = ShippedModel(rawValue: model) {
            recognizer.pointee = try OpenRecognizers.insert(Recognizer(shipped))
        } else if model.contains("/") || model.contains(".") {
            recognizer.pointee = try OpenRecognizers.insert(Recognizer(contentsOf: model))
        } else {
            let names = ShippedModel.allCases.map(\.rawValue).joined(separator: ", ")
            throw BoundaryError(
                DIGITS_NOT_FOUND, "expected a model's name (\(names)) or the path of a weights file, found \(model)")
        }
    }
}

/// Opens the bytes of a weights file; see `digits.h`.
@c @implementation
public func digits_open_bytes(
    _ bytes: UnsafeRawPointer?, _ byte_count: Int, _ file_name: UnsafePointer<CChar>?,
    _ recognizer: UnsafeMutablePointer<digits_recognizer>?
) -> digits_status {
    answer {
        let recognizer = try Argument.required(recognizer, "recognizer")
        let name = try Argument.text(file_name, "file_name")
        let bytes = try Argument.bytes(bytes, byte_count, limit: Recognizer.maximumFileSize, "bytes")
        let format = try WeightsFormat(fileName: name)
        recognizer.pointee = try OpenRecognizers.insert(Recognizer(bytes: Array(bytes), format: format, name: name))
    }
}

/// Closes a recogniser; see `digits.h`.
@c @implementation
public func digits_close(_ recognizer: digits_recognizer) -> digits_status {
    answer { try OpenRecognizers.remove(recognizer) }
}
