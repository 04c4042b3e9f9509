import DigitDatasets
import DigitNetwork
import DigitRecognition

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A training run line by line as JSON: what was asked for, each epoch, and the file that came out with its checksum.
///
/// It holds no time and no path but the output's, so that a repeated run writes the same lines.
final class TrainingLog {
    private let file: LineFile

    /// Starts the log anew.
    init(path: String) throws {
        file = try LineFile(path: path)
    }

    func write(start metadata: ModelMetadata, options: TrainingOptions) throws {
        try write(
            Start(command: metadata.command ?? "", dataset: metadata.dataset ?? "", seed: options.seed))
    }

    func write(_ record: EpochRecord) throws {
        try write(
            Epoch(
                epoch: record.epoch, learningRate: Double(record.learningRate), loss: record.loss,
                accuracy: record.accuracy, validationLoss: record.validation?.loss,
                validationAccuracy: record.validation?.accuracy, best: record.isBest))
    }

    func write(result: TrainingResult, output: String) throws {
        let best = result.best?.validation
        try write(
            Result(
                output: output, sha256: FileContents.sha256(output), bestEpoch: result.bestEpoch,
                validationAccuracy: best?.accuracy))
    }

    private func write(_ line: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        try file.write(String(decoding: try encoder.encode(line), as: UTF8.self))
    }

    private struct Start: Encodable {
        let command: String
        let dataset: String
        let seed: UInt64
    }

    private struct Epoch: Encodable {
        let epoch: Int
        let learningRate: Double
        let loss: Double
        let accuracy: Double
        let validationLoss: Double?
        let validationAccuracy: Double?
        let best: Bool
    }

    private struct Result: Encodable {
        let output: String
        let sha256: String
        let bestEpoch: Int
        let validationAccuracy: Double?
    }
}
