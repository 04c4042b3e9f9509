import DigitDatasets
import DigitRecognition

/// What `digits evaluate --format json` prints.
struct EvaluationDocument: Encodable {
    /// The names of all models, joined by plus signs.
    let model: String
    let augmentTest: Bool
    let dataset: String
    let split: String
    let images: Int
    let correct: Int
    let accuracy: Double
    let standardError: Double
    let meanCrossEntropy: Double
    let expectedCalibrationError: Double
    let batchSize: Int
    let threads: Int
    let loadSeconds: Double
    let predictSeconds: Double
    let imagesPerSecond: Double
    let perDigit: [Digit]
    let confusion: [[Int]]
    let firstErrors: [Misreading]
    /// What a figure on this split is worth, where that needs saying.
    let note: String?

    /// One class.
    struct Digit: Encodable {
        let digit: Int
        let name: String?
        let images: Int
        let correct: Int
    }

    /// One of the first images that were misread.
    struct Misreading: Encodable {
        let index: Int
        let label: Int
        let predicted: Int
        let probability: Double
    }

    enum CodingKeys: String, CodingKey {
        case model, dataset, split, images, correct, accuracy, threads, confusion, note
        case augmentTest = "augment_test"
        case standardError = "standard_error"
        case meanCrossEntropy = "mean_cross_entropy"
        case expectedCalibrationError = "expected_calibration_error"
        case batchSize = "batch_size"
        case loadSeconds = "load_seconds"
        case predictSeconds = "predict_seconds"
        case imagesPerSecond = "images_per_second"
        case perDigit = "per_digit"
        case firstErrors = "first_errors"
    }

    init(_ evaluation: Evaluation) {
        let report = evaluation.report
        model = evaluation.ensemble.name
        augmentTest = evaluation.ensemble.augmentation != nil
        dataset = evaluation.datasetName
        split = evaluation.split.rawValue
        images = report.images
        correct = report.correct
        accuracy = report.accuracy
        standardError = report.standardError
        meanCrossEntropy = report.meanCrossEntropy
        expectedCalibrationError = report.reliability.expectedCalibrationError
        batchSize = evaluation.batchSize
        threads = evaluation.threads
        loadSeconds = evaluation.loadSeconds
        predictSeconds = evaluation.predictSeconds
        imagesPerSecond = evaluation.imagesPerSecond
        perDigit = (0..<report.classes).map {
            Digit(
                digit: $0, name: evaluation.className($0), images: report.images(ofClass: $0),
                correct: report.correct(ofClass: $0))
        }
        confusion = report.confusion
        note = evaluation.caveat
        firstErrors = evaluation.firstErrors.map {
            Misreading(
                index: $0.index, label: $0.label, predicted: $0.predicted, probability: Double($0.probability))
        }
    }
}
