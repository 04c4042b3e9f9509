import DigitDatasets
import DigitNetwork
import DigitRecognition
import Testing

/// Whether thousands of images are read in seconds.
private let isRelease: Bool = {
    #if DEBUG
        return false
    #else
        return true
    #endif
}()

/// What users write is off centre, turned and of any size: the default model may lose half a point by that, no more.
@Suite(
    "Robustness of the default model", .enabled(if: isRelease, "reads thousands of images: release only"))
struct RobustnessTests {
    /// One change to all images.
    struct Change: CustomTestStringConvertible {
        var scale: Float = 1
        var degrees: Float = 0
        var right: Float = 0
        var down: Float = 0

        var testDescription: String { "scale \(scale), \(degrees) degrees, \(right) right, \(down) down" }

        func apply(to images: DigitImages) -> DigitImages {
            let changed = images.withPixels { pixels in
                pixels.withUnsafeBufferPointer { source in
                    [UInt8](unsafeUninitializedCapacity: source.count) { target, count in
                        guard let source = source.baseAddress, let target = target.baseAddress else { return }
                        for first in stride(from: 0, to: images.count * 784, by: 784) {
                            Augmentation.move(
                                source + first, height: 28, width: 28, scale: scale, degrees: degrees, right: right,
                                down: down, into: target + first)
                        }
                        count = images.count * 784
                    }
                }
            }
            return DigitImages(pixels: changed, count: images.count, height: 28, width: 28)
        }
    }

    private func accuracy(_ recognizer: Recognizer, _ data: LabelledImages, _ change: Change) -> Double {
        var report = EvaluationReport(classes: 10)
        report.add(recognizer.predict(change.apply(to: data.images), threads: 2), labels: data.labels)
        return report.accuracy
    }

    @Test(arguments: [
        Change(right: 3), Change(right: -3), Change(down: 3), Change(down: -3), Change(right: 3, down: -3),
        Change(right: -3, down: 3), Change(degrees: 15), Change(degrees: -15), Change(scale: 0.8), Change(scale: 1.2),
    ])
    func aChangeCostsAtMostHalfAPoint(change: Change) throws {
        let recognizer = try Recognizer(.standard)
        let sample = try BuiltInSample.load()
        #expect(accuracy(recognizer, sample, change) >= accuracy(recognizer, sample, Change()) - 0.005)
    }
}
