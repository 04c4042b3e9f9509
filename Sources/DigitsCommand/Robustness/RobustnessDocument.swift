import DigitDatasets
import DigitRecognition

/// What `digits robustness --format json` prints.
struct RobustnessDocument: Encodable {
    let model: String
    let dataset: String
    let split: String
    let images: Int
    /// Of the images as they are.
    let correct: Int
    let accuracy: Double
    let standardError: Double
    let seed: UInt64
    let threads: Int
    let seconds: Double
    let corruptions: [Entry]
    /// The mean over MNIST-C's fifteen corruptions at its levels; not there unless all were looked at.
    let mnistCAccuracy: Double?
    /// What a figure on this split is worth, where that needs saying.
    let note: String?

    /// One corruption.
    struct Entry: Encodable {
        let name: String
        let summary: String
        let unit: String
        /// The level at which MNIST-C has it.
        let mnistCLevel: Double?
        let levels: [Level]

        enum CodingKeys: String, CodingKey {
            case name, summary, unit, levels
            case mnistCLevel = "mnist_c_level"
        }
    }

    /// One level of it.
    struct Level: Encodable {
        let level: Double
        let correct: Int
        let accuracy: Double
        let standardError: Double

        enum CodingKeys: String, CodingKey {
            case level, correct, accuracy
            case standardError = "standard_error"
        }
    }

    enum CodingKeys: String, CodingKey {
        case model, dataset, split, images, correct, accuracy, seed, threads, seconds, corruptions, note
        case standardError = "standard_error"
        case mnistCAccuracy = "mnist_c_accuracy"
    }

    init(_ study: RobustnessStudy) {
        let clean = study.clean
        model = clean.ensemble.name
        dataset = clean.datasetName
        split = clean.split.rawValue
        images = clean.report.images
        correct = clean.report.correct
        accuracy = clean.report.accuracy
        standardError = clean.report.standardError
        seed = study.seed
        threads = clean.threads
        seconds = study.seconds
        corruptions = study.report.curves.map { curve in
            Entry(
                name: curve.corruption.name, summary: curve.corruption.summary, unit: curve.corruption.unit,
                mnistCLevel: curve.corruption.benchmarkLevel,
                levels: curve.points.map {
                    Level(
                        level: $0.level, correct: $0.correct, accuracy: $0.accuracy, standardError: $0.standardError)
                })
        }
        mnistCAccuracy = study.report.benchmarkAccuracy
        note = clean.caveat
    }
}
