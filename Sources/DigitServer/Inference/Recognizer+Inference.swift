import DigitDatasets
import DigitRecognition

extension Recognizer {
    /// A probability for each digit of each image of a request.
    ///
    /// One thread works on a request: callers come side by side, and share the processors that way.
    func predict(_ images: InferenceRequest.Images) -> Probabilities {
        switch images {
        case .values(let values): predict(unitValues: values)
        case .pixels(let pixels): predict(DigitImages(pixels: pixels, count: images.count))
        }
    }
}
