public import CDigits
import DigitRecognition

/// Tells how many classes the model tells apart; see `digits.h`.
@c @implementation
public func digits_class_count(
    _ recognizer: digits_recognizer, _ class_count: UnsafeMutablePointer<Int>?
) -> digits_status {
    answer {
        let count = try Argument.required(class_count, "class_count")
        count.pointee = try OpenRecognizers.find(recognizer).classes
    }
}

/// Describes the model as JSON; see `digits.h`.
@c @implementation
public func digits_describe(
    _ recognizer: digits_recognizer, _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> digits_status {
    answer {
        let json = try Argument.required(json, "json")
        json.pointee = try JSONText.make(ModelDescription(OpenRecognizers.find(recognizer)))
    }
}
