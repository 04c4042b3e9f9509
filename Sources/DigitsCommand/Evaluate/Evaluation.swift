import DigitDatasets
import DigitNetwork
import DigitRecognition

/// The main job: a model reads the images of a split in batches, and each answer is counted.
struct Evaluation {
    let ensemble: Ensemble
    let datasetName: String
    let classNames: [String]
    let split: Split
    let batchSize: Int
    let threads: Int
    let data: LabelledImages
    let loadSeconds: Double
    private let listedErrors: Int
    private(set) var report: EvaluationReport
    private(set) var predictSeconds = 0.0

    /// Checks that model and data go together.
    ///
    /// - Parameters:
    ///   - ensemble: the model or models.
    ///   - dataset: where the images are from.
    ///   - split: which part of it they are.
    ///   - data: the images.
    ///   - batchSize: how many are predicted at a time.
    ///   - threads: how many threads share a batch.
    ///   - listedErrors: how many of the misread images are listed.
    ///   - keepsAllErrors: whether the others are kept as well.
    ///   - loadSeconds: how long it took to load all this.
    /// - Throws: `DatasetError` or `ModelError` where they do not go together.
    init(
        ensemble: Ensemble, dataset: Dataset, split: Split, data: LabelledImages, batchSize: Int, threads: Int,
        listedErrors: Int, keepsAllErrors: Bool = false, loadSeconds: Double
    ) throws {
        guard data.images.pixelsPerImage == Recognizer.pixelsPerImage else {
            throw DatasetError(
                .damaged,
                "\(dataset.description.name): expected images of 28x28 pixels for \(ensemble.name), "
                    + "found \(data.images.height)x\(data.images.width)"
            )
        }
        guard data.classes == ensemble.classes else {
            throw ModelError(
                .unsuitable,
                "\(ensemble.name) tells \(ensemble.classes) classes apart, \(dataset.description.name) has "
                    + "\(data.classes): choose a model that was trained on it"
            )
        }
        guard data.count > 0 else {
            throw DatasetError(.damaged, "\(dataset.description.name): the split \(split.rawValue) holds no images")
        }
        self.ensemble = ensemble
        self.datasetName = dataset.description.name
        self.classNames = dataset.description.classNames
        self.split = split
        self.batchSize = batchSize
        self.threads = threads
        self.data = data
        self.loadSeconds = loadSeconds
        self.listedErrors = listedErrors
        report = EvaluationReport(classes: data.classes, maximumErrors: keepsAllErrors ? data.count : listedErrors)
    }

    /// Reads all images, batch by batch; the last batch is as small as what is left.
    ///
    /// - Throws: `ModelError` of kind `unsuitable` where the network's numbers overflow.
    mutating func run() throws {
        let start = ContinuousClock.now
        let starts = Array(stride(from: 0, to: data.count, by: batchSize))
        for group in stride(from: 0, to: starts.count, by: batchesTogether) {
            let batches = starts[group..<min(group + batchesTogether, starts.count)].map { first in
                (first: first, data: data[first..<min(first + batchSize, data.count)])
            }
            for (batch, probabilities) in zip(batches, predictions(of: batches.map(\.data.images))) {
                if let overflow = probabilities.values.firstIndex(where: { !$0.isFinite }) {
                    throw ModelError(
                        .unsuitable,
                        "\(ensemble.name): its numbers overflow on image \(batch.first + overflow / ensemble.classes): "
                            + "expected probabilities, found \(probabilities.values[overflow]); its weights are too large"
                    )
                }
                report.add(probabilities, labels: batch.data.labels)
            }
        }
        predictSeconds = (ContinuousClock.now - start) / .seconds(1)
    }

    /// The first misread images, as many as were asked for.
    var firstErrors: ArraySlice<EvaluationReport.Misreading> { report.firstErrors.prefix(listedErrors) }

    var imagesPerSecond: Double { Double(report.images) / predictSeconds }

    /// What a class is called, where that is not just its number.
    func className(_ label: Int) -> String? {
        label < classNames.count && classNames[label] != String(label) ? classNames[label] : nil
    }

    /// What a figure on this split is worth, where that needs saying.
    var caveat: String? {
        let name = ensemble.name
        let members = ensemble.members.map(\.metadata)
        switch split {
        case .test: return nil
        case .train:
            return
                "\(name) \(members.contains { $0.dataset == datasetName } ? "learnt" : "may have learnt") from these images: "
                + "not a test figure."
        case .sample:
            return members.allSatisfy(\.sampleWasHeldOut)
                ? "a validation figure: the sample was held out when \(name) was trained, and used to choose it."
                : "the sample is part of MNIST's training images, which \(name) may have learnt from "
                    + "(the book's weights did): not a test figure."
        }
    }
}
