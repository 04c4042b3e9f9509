import DigitFormats
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Foundation
import Testing

@Suite("Checkpoints of a training")
struct TrainingCheckpointTests {
    private let command = "digits train --seed 3"

    private func checkpoint() throws -> TrainingCheckpoint {
        let best = try Network(SmallNetworks.twoLayers())
        let history = """
            [{"epoch": 1, "images": 40, "learningRate": 0.1, "loss": 0.30000000000000004, "accuracy": 0.7, "isBest": true,
            "validation": {"images": 10, "correct": 9, "loss": 1e-300}},
            {"epoch": 2, "images": 40, "learningRate": 1e-7, "loss": 0.3333333333333333, "accuracy": 1, "isBest": false}]
            """
        return try TrainingCheckpoint(
            history: JSONDecoder().decode([EpochRecord].self, from: Data(history.utf8)), parameters: [1, 2, 3],
            firstMoments: [4, 5], secondMoments: [6], statistics: [],
            averages: [7, -0.0], best: best)
    }

    @Test func whatIsWrittenReadsBackTheSame() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.checkpoint")
        let original = try checkpoint()
        try original.write(to: path, command: command)
        #expect(try TrainingCheckpoint(contentsOf: path, command: command) == original)
    }

    @Test func theCheckpointOfAnotherCommandIsRefusedWithItsOwn() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.checkpoint")
        try checkpoint().write(to: path, command: command)
        #expect(
            throws: ModelError(
                .usage, "\(path): the checkpoint belongs to `digits train --seed 3`: repeat that command, with --resume"
            )
        ) { try TrainingCheckpoint(contentsOf: path, command: "digits train --seed 4") }
    }

    @Test func aFileThatIsNotThereAndOneThatIsNoneAreTold() throws {
        let folder = try TemporaryFolder()
        let absent = #expect(throws: ModelError.self) {
            try TrainingCheckpoint(contentsOf: folder.path("no"), command: command)
        }
        #expect(absent?.kind == .notFound)
        try Recognizer(name: "a", network: checkpoint().best).write(to: folder.path("a.safetensors"))
        let weights = #expect(throws: ModelError.self) {
            try TrainingCheckpoint(contentsOf: folder.path("a.safetensors"), command: command)
        }
        #expect(weights?.kind == .unsuitable)
    }

    @Test func eachCutIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.checkpoint")
        try checkpoint().write(to: path, command: command)
        let bytes = [UInt8](try folder.read("a.checkpoint"))
        for length in stride(from: 0, to: bytes.count, by: 97) {
            try Data(bytes.prefix(length)).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: ModelError.self) { try TrainingCheckpoint(contentsOf: path, command: command) }
            #expect(error?.kind == .unsuitable)
        }
    }
}
