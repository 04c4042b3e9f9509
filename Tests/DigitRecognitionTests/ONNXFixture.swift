import DigitDatasets
import DigitFormats
import DigitRecognition
import Foundation

/// A network that another framework exported, with what it gives for two pictures; `make_onnx_fixtures.py` made them.
struct ONNXFixture: Decodable {
    /// The range that the network takes its pixels in.
    let inputRange: String
    /// Pixels 0...255, 784 each.
    let images: [[UInt8]]
    /// What onnxruntime and the framework give, 10 each.
    let probabilities: [[Float]]

    enum CodingKeys: String, CodingKey {
        case inputRange = "input_range"
        case images, probabilities
    }

    /// The folder of the files.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/onnx")

    /// The path of a model.
    static func path(_ name: String) -> String { folder.appendingPathComponent(name + ".onnx").path }

    /// The bytes of a model.
    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// The pictures and probabilities of a model.
    static func named(_ name: String) throws -> ONNXFixture {
        let data = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
        return try JSONDecoder().decode(ONNXFixture.self, from: data)
    }

    /// The largest difference between a recogniser's probabilities and those recorded.
    func difference(_ recognizer: Recognizer) -> Float {
        let found = recognizer.predict(DigitImages(pixels: images.flatMap { $0 }, count: images.count))
        return zip(found.values, probabilities.flatMap { $0 }).map { abs($0 - $1) }.max() ?? .infinity
    }
}
