import DigitDatasets
import DigitFormats
public import DigitNetwork

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension TrainingCheckpoint {
    /// Writes the checkpoint as a safetensors file, all of it or nothing.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - command: What is being trained and how, for whoever goes on from there.
    /// - Throws: ``ModelError`` of kind `inputOutput`.
    public func write(to path: String, command: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = Self.floats
        let metadata = [
            ModelMetadata.Key.architecture.rawValue: best.architecture,
            ModelMetadata.Key.inputRange.rawValue: best.inputRange.rawValue,
            ModelMetadata.Key.command.rawValue: command,
            Self.historyKey: String(decoding: try encoder.encode(history), as: UTF8.self),
        ]
        let states = State.allCases.map { state in
            let values = self[keyPath: state.values]
            return TensorArchive.Entry(name: state.rawValue, tensor: Tensor(values, shape: [values.count]))
        }
        let bytes = try Safetensors.encode(TensorArchive(best.tensors + states, metadata: metadata))
        do {
            try FileContents.write(bytes, to: path)
        } catch {
            throw ModelError(.inputOutput, error.description)
        }
    }

    /// Reads what ``write(to:command:)`` wrote.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - command: What is to be trained and how; another one than in the file is refused.
    /// - Throws: ``ModelError``: `notFound`, `unsuitable` where the file is damaged or no checkpoint, `usage` where it
    ///   belongs to another training.
    public init(contentsOf path: String, command: String) throws {
        guard FileContents.exists(path) else {
            throw ModelError(.notFound, "\(path): no such checkpoint; train without --resume to begin")
        }
        do {
            let bytes = try FileContents.read(path, limit: Recognizer.maximumFileSize)
            try self.init(try Safetensors.decode(bytes.span.bytes), command: command)
        } catch let error as DatasetError {
            throw ModelError(error.kind == .damaged ? .unsuitable : .inputOutput, error.description)
        } catch let error as ModelError {
            throw ModelError(error.kind, "\(path): \(error)")
        } catch {
            throw ModelError(.unsuitable, "\(path): \(error)")
        }
    }

    private init(_ archive: TensorArchive, command: String) throws {
        guard let stored = ModelMetadata(archive.metadata).command,
            let text = archive.metadata[Self.historyKey],
            archive.metadata[ModelMetadata.Key.architecture.rawValue] != nil
        else { throw ModelError(.unsuitable, "expected a checkpoint of digits train, found other arrays") }
        guard stored == command else {
            throw ModelError(.usage, "the checkpoint belongs to `\(stored)`: repeat that command, with --resume")
        }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let history = try? decoder.decode([EpochRecord].self, from: Data(text.utf8))
        guard let history, !history.isEmpty, history.map(\.epoch) == Array(1...history.count) else {
            throw ModelError(.unsuitable, "expected the epochs of a training, found \(String(shown: text))")
        }
        let states = Set(State.allCases.map(\.rawValue))
        let best = try Network(
            TensorArchive(archive.entries.filter { !states.contains($0.name) }, metadata: archive.metadata))
        self.init(
            history: history, parameters: [], firstMoments: [], secondMoments: [], statistics: [], averages: [],
            best: best)
        for state in State.allCases {
            guard let tensor = archive[state.rawValue], tensor.elementType == .float32 else {
                throw ModelError(
                    .unsuitable, "expected an array \(state.rawValue) of float32, found \(archive.inventory)")
            }
            self[keyPath: state.values] = tensor.floats()
        }
    }

    private static let historyKey = "history"
    private static var floats: JSONEncoder.NonConformingFloatEncodingStrategy {
        .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    }

    /// The arrays beside the best network, by their names in the file.
    private enum State: String, CaseIterable {
        case parameters, statistics, averages
        case firstMoments = "first_moments"
        case secondMoments = "second_moments"

        var values: WritableKeyPath<TrainingCheckpoint, [Float]> {
            switch self {
            case .parameters: \.parameters
            case .firstMoments: \.firstMoments
            case .secondMoments: \.secondMoments
            case .statistics: \.statistics
            case .averages: \.averages
            }
        }
    }
}
