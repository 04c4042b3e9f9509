public import CDigits
import DigitRecognition

/// The most threads that a call may ask for.
private let maximumThreads: Int32 = 1024

/// Gives a probability to each class of each image; see `digits.h`.
@c @implementation
public func digits_predict(
    _ recognizer: digits_recognizer, _ images: UnsafePointer<UInt8>?, _ image_count: Int,
    _ probabilities: UnsafeMutablePointer<Float>?, _ probability_count: Int, _ threads: Int32
) -> digits_status {
    answer {
        let recognizer = try OpenRecognizers.find(recognizer)
        guard (1...maximumThreads).contains(threads) else {
            throw BoundaryError.misuse("threads: expected 1 to \(maximumThreads), found \(threads)")
        }
        guard image_count != 0 else { return }
        let (pixelCount, overflow) = image_count.multipliedReportingOverflow(by: Recognizer.pixelsPerImage)
        let (needed, moreOverflow) = image_count.multipliedReportingOverflow(by: recognizer.classes)
        // A size_t beyond the signed numbers arrives as a negative one.
        guard image_count > 0, !overflow, !moreOverflow else {
            throw BoundaryError.misuse(
                "image_count: \(UInt(bitPattern: image_count)) images do not fit into memory")
        }
        let room = UInt(bitPattern: probability_count)
        guard room >= UInt(needed) else {
            throw BoundaryError.misuse(
                "probability_count: expected room for \(image_count) x \(recognizer.classes) floats, found \(room)")
        }
        let images = UnsafeBufferPointer(start: try Argument.required(images, "images"), count: pixelCount)
        let probabilities = try Argument.required(probabilities, "probabilities")
        let values = recognizer.predict(images.span, threads: Int(threads))
        values.withUnsafeBufferPointer { values in
            guard let start = values.baseAddress else { return }
            probabilities.update(from: start, count: values.count)
        }
    }
}
