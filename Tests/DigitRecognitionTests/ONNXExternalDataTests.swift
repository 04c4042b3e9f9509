import DigitDatasets
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Foundation
import Testing

@Suite("Weights beside an ONNX model")
struct ONNXExternalDataTests {
    /// The fixture in a folder `inside`, whose location is replaced by one of the same length.
    private func folder(location: String = "torch-external.bin") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let (old, new) = (Array("torch-external.bin".utf8), Array(location.utf8))
        #expect(old.count == new.count)
        var model = try ONNXFixture.bytes("torch-external")
        for start in 0...model.count - old.count where Array(model[start..<start + old.count]) == old {
            model.replaceSubrange(start..<start + old.count, with: new)
        }
        try folder.write(model, to: "inside/model.onnx")
        return folder
    }

    private var weights: [UInt8] {
        get throws {
            [UInt8](try Data(contentsOf: ONNXFixture.folder.appendingPathComponent("torch-external.bin")))
        }
    }

    private func refusal(_ folder: TemporaryFolder) -> ModelError? {
        #expect(throws: ModelError.self) { try Recognizer(contentsOf: folder.path("inside/model.onnx")) }
    }

    @Test func areReadFromTheModelsFolderAndBelow() throws {
        for location in ["torch-external.bin", "data/weights/w.bin"] {
            let folder = try folder(location: location)
            try folder.write(weights, to: "inside/" + location)
            let fixture = try ONNXFixture.named("torch-external")
            let options = NetworkOptions(inputRange: .standard)
            #expect(
                try fixture.difference(Recognizer(contentsOf: folder.path("inside/model.onnx"), options: options))
                    < 1e-5)
        }
    }

    @Test(arguments: [
        "../../weights12345", "/tmp/weights123456", "a/../../weights.ab", "a//weights1234.bin", "..\\weights1234.bin",
    ])
    func aPlaceOutsideTheFolderIsRefused(location: String) throws {
        let folder = try folder(location: location)
        try folder.write(weights, to: "weights.ab")
        let error = refusal(folder)
        #expect(error?.kind == .unsuitable)
        #expect(
            error?.description
                == "\(folder.path("inside/model.onnx")): ONNX: expected an external data file inside the model's folder, "
                + "found \"\(location)\"")
    }

    @Test func aLinkOutOfTheFolderIsRefused() throws {
        let folder = try folder()
        try folder.write(weights, to: "outside.bin")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("inside/torch-external.bin"), withDestinationPath: folder.path("outside.bin"))
        #expect(refusal(folder)?.description.hasSuffix("lies outside the model's folder") == true)
    }

    @Test func aLinkInsideTheFolderIsFollowed() throws {
        let folder = try folder()
        try folder.write(weights, to: "inside/other.bin")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("inside/torch-external.bin"), withDestinationPath: "other.bin")
        #expect(try Recognizer(contentsOf: folder.path("inside/model.onnx")).classes == 10)
    }

    @Test func aFileThatIsMissingOrTooShortIsNamed() throws {
        let folder = try folder()
        let missing = refusal(folder)
        #expect(missing?.kind == .notFound)
        #expect(
            missing?.description.hasSuffix("inside/torch-external.bin: no such file; the model keeps its weights there")
                == true)
        try folder.write(Array(weights.dropLast()), to: "inside/torch-external.bin")
        let short = refusal(folder)
        #expect(short?.kind == .unsuitable)
        #expect(short?.description.hasSuffix("of torch-external.bin, which has 5571") == true)
    }
}
