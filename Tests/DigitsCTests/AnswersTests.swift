import CDigits
import DigitDatasets
import DigitFormats
import DigitNetwork
import DigitRecognition
import Foundation
import Testing

/// What comes out of the C interface is what the library says.
@Suite("the C interface's answers")
struct AnswersTests {
    /// Opens a model for the time of a call.
    private func withRecognizer<R>(_ model: String, _ body: (digits_recognizer) throws -> R) throws -> R {
        var recognizer: digits_recognizer = 0
        try #require(digits_open(model, &recognizer) == DIGITS_OK)
        defer { _ = digits_close(recognizer) }
        return try body(recognizer)
    }

    /// Takes a text that the interface gave, and frees it.
    private func object(_ json: UnsafeMutablePointer<CChar>?) throws -> [String: Any] {
        let json = try #require(json)
        defer { digits_free(json) }
        return try #require(
            try JSONSerialization.jsonObject(with: Data(String(cString: json).utf8)) as? [String: Any])
    }

    private var lastError: String { digits_last_error().map { String(cString: $0) } ?? "" }

    @Test(arguments: ShippedModel.allCases) func probabilitiesAreTheLibrarys(model: ShippedModel) throws {
        let images = try BuiltInSample.load().images[0..<7]
        var probabilities = [Float](repeating: -1, count: 7 * 10 + 1)
        try withRecognizer(model.rawValue) { recognizer in
            #expect(digits_predict(recognizer, images.pixels, 7, &probabilities, 71, 1) == DIGITS_OK)
        }
        #expect(Array(probabilities.prefix(70)) == (try Recognizer(model)).predict(images).values)
        #expect(probabilities[70] == -1)
    }

    @Test func aWeightsFileIsOpenedByPathAndFromBytes() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/sample_weight.pkl").path
        let images = try BuiltInSample.load().images[0..<5]
        let expected = try Recognizer(contentsOf: path).predict(images).values
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        var fromBytes: digits_recognizer = 0
        let status = bytes.withUnsafeBytes { digits_open_bytes($0.baseAddress, $0.count, "a.pkl", &fromBytes) }
        try #require(status == DIGITS_OK, "\(lastError)")
        defer { _ = digits_close(fromBytes) }
        try withRecognizer(path) { fromPath in
            for recognizer in [fromPath, fromBytes] {
                var probabilities = [Float](repeating: 0, count: 50)
                #expect(digits_predict(recognizer, images.pixels, 5, &probabilities, 50, 1) == DIGITS_OK)
                #expect(probabilities == expected)
            }
        }
    }

    @Test func picturesAreReadAsByTheLibrary() throws {
        let sample = try BuiltInSample.load()
        let picture = try PNG.encode(page(of: [sample.images[3], sample.images[4]]))
        let reading = try Recognizer(.cnn).read(GreyImage.decode(picture))
        let answer = try withRecognizer("cnn") { recognizer in
            var json: UnsafeMutablePointer<CChar>?
            let status = digits_classify(recognizer, picture, picture.count, 0, DIGITS_THRESHOLD, &json)
            #expect(status == DIGITS_OK, "\(lastError)")
            return try object(json)
        }
        #expect(Set(answer.keys) == ["digits", "text"])
        #expect(answer["text"] as? String == "\(sample.labels[3])\(sample.labels[4])")
        let digits = try #require(answer["digits"] as? [[String: Any]])
        #expect(digits.map { $0["digit"] as? Int } == reading.digits.map(\.digit))
        #expect(
            digits.map { $0["box"] as? [Int] }
                == reading.digits.map { [$0.box.x, $0.box.y, $0.box.width, $0.box.height] })
        for (digit, found) in zip(digits, reading.digits) {
            #expect((digit["probabilities"] as? [Double])?.map(Float.init) == found.prediction.probabilities)
        }
    }

    @Test func aHighThresholdRejects() throws {
        let picture = try PNG.encode(page(of: [BuiltInSample.load().images[3]]))
        try withRecognizer("mlp") { recognizer in
            var json: UnsafeMutablePointer<CChar>?
            #expect(
                digits_classify(recognizer, picture, picture.count, UInt32(DIGITS_SINGLE), 1, &json) == DIGITS_OK)
            let digits = try #require(try object(json)["digits"] as? [[String: Any]])
            #expect(digits.count == 1)
            #expect(digits.first?["digit"] is NSNull)
        }
    }

    @Test func certaintyIsTheProbabilityWhereNothingIsChecked() throws {
        let picture = try PNG.encode(page(of: [BuiltInSample.load().images[3]]))
        try withRecognizer("mlp") { recognizer in
            func digit(_ flags: Int) throws -> [String: Double] {
                var json: UnsafeMutablePointer<CChar>?
                #expect(digits_classify(recognizer, picture, picture.count, UInt32(flags), 0, &json) == DIGITS_OK)
                let digits = try #require(try object(json)["digits"] as? [[String: Any]])
                return try #require(digits.first).compactMapValues { $0 as? Double }
            }
            let (checked, unchecked) = (try digit(DIGITS_SINGLE), try digit(DIGITS_SINGLE + DIGITS_UNCHECKED))
            #expect(unchecked["certainty"] == unchecked["probability"])
            #expect(checked["probability"] == unchecked["probability"])
            #expect(try #require(checked["certainty"]) < #require(checked["probability"]))
        }
    }

    @Test func theDescriptionIsTheModels() throws {
        let recognizer = try Recognizer(.cnn)
        let description = try withRecognizer("cnn") { handle in
            var json: UnsafeMutablePointer<CChar>?
            #expect(digits_describe(handle, &json) == DIGITS_OK)
            return try object(json)
        }
        #expect(description["name"] as? String == "cnn")
        #expect(description["classes"] as? Int == 10)
        #expect(description["parameters"] as? Int == recognizer.network.parameterCount)
        #expect(description["multiply_adds"] as? Int == recognizer.network.multiplyAdds)
        #expect(description["architecture"] as? String == recognizer.network.architecture)
        #expect(description["trained_on"] as? String == recognizer.metadata.dataset)
    }

    @Test func theVersionIsThePackages() {
        #expect(digits_version().map { String(cString: $0) } == ProjectVersion.current)
    }

    @Test func aPlaceThatIsUsedAgainHasAnotherHandle() throws {
        try withRecognizer("mlp") { first in
            #expect(digits_close(first &+ 1 << 32) == DIGITS_CLOSED)
            // Other tests open recognisers at the same time: now and then one of theirs takes the place first.
            var isSamePlace = false
            for _ in 0..<100 where !isSamePlace {
                var (second, third): (digits_recognizer, digits_recognizer) = (0, 0)
                try #require(digits_open("mlp", &second) == DIGITS_OK)
                #expect(digits_close(second) == DIGITS_OK)
                try #require(digits_open("mlp", &third) == DIGITS_OK)
                #expect(third != second)
                #expect(digits_close(second) == DIGITS_CLOSED)
                #expect(digits_close(third) == DIGITS_OK)
                isSamePlace = third & 0xffff_ffff == second & 0xffff_ffff
            }
            #expect(isSamePlace, "a place that was given up a hundred times was never used again")
        }
    }

    /// Digits in a row on white paper, each three times its size.
    private func page(of images: [DigitImage]) -> GreyImage {
        let (side, scale) = (28, 3)
        let width = images.count * side * scale
        var pixels = [UInt8](repeating: 255, count: width * side * scale)
        for (place, image) in images.enumerated() {
            for y in 0..<side * scale {
                for x in 0..<side * scale {
                    pixels[y * width + place * side * scale + x] = 255 - image.pixels[y / scale * side + x / scale]
                }
            }
        }
        return GreyImage(width: width, height: side * scale, pixels: pixels)
    }
}
