import DigitDatasets
import DigitFormats
import DigitRecognition
import DigitServer
import DigitTestSupport
import Foundation
import HTTPTypes
import Testing

@Suite("POST /v1/classify")
struct ClassifyRouteTests {
    private static let png = "image/png"

    @Test func answersAsTheCommandLineDoes() async throws {
        let folder = try TemporaryFolder()
        try folder.write(PNG.encode(Digits.row()), to: "row.png")
        let printed = try BuiltProgram("digits").run(
            ["classify", "--format", "json", "--model", "mlp", "row.png"], in: folder.path)
        let answer = try await TestServer().post("/v1/classify?model=mlp", Self.png, folder.read("row.png"))
        #expect(answer.status == 200)
        var expected = try #require(
            try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [[String: Any]])
        #expect(expected[0]["text"] as? String != "")
        expected[0]["file"] = "-"
        #expect(try answer.array() as NSArray == expected as NSArray)
    }

    @Test func takesEveryKindOfPicture() async throws {
        let (images, labels) = try Digits.sample(1)
        let picture = GreyImage(width: 28, height: 28, pixels: images[0].pixels)
        let pgm = Array("P5 28 28 255\n".utf8) + picture.pixels
        let server = try TestServer()
        for (type, bytes) in [(Self.png, try PNG.encode(picture)), ("image/x-portable-graymap; a=b", pgm)] {
            let answer = try await server.post("/v1/classify?single=true", type, bytes)
            #expect(answer.status == 200)
            #expect(try answer.array()[0]["text"] as? String == String(labels[0]))
        }
    }

    @Test func namesTheModelThatIsUsed() async throws {
        let server = try TestServer()
        let image = try Digits.sample(1).images[0]
        for model in [ShippedModel.mlp, .cnnSmall] {
            let answer = try await server.post("/v1/classify?model=\(model.rawValue)", Self.png, Digits.png())
            let digit = try #require((try answer.array()[0]["digits"] as? [[String: Any]])?.first)
            // Foundation reads a Double to within its last digit, which no Float keeps.
            let probabilities = try #require(digit["probabilities"] as? [Double]).map { Float($0) }
            #expect(probabilities == (try Recognizer(model)).predict(image).probabilities)
        }
    }

    @Test func listsTheLikeliestDigitsAndThePixelsThatWereSeen() async throws {
        let answer = try await TestServer().post("/v1/classify?top=3&image28=true", Self.png, Digits.png())
        let digit = try #require((try answer.array()[0]["digits"] as? [[String: Any]])?.first)
        let probabilities = try #require(digit["probabilities"] as? [Double])
        let top = try #require(digit["top"] as? [[String: Any]])
        #expect(top.compactMap { $0["probability"] as? Double } == probabilities.sorted(by: >).prefix(3).map { $0 })
        #expect(
            top.compactMap { $0["digit"] as? Int }.map { probabilities[$0] }
                == probabilities.sorted(by: >).prefix(3).map { $0 })
        let pixels = try #require((digit["pixels"] as? String).flatMap { Data(base64Encoded: $0) })
        #expect([UInt8](pixels) == (try Digits.sample(1)).images[0].pixels)
    }

    @Test func asksWhetherItIsADigitUnlessToldOtherwise() async throws {
        func digit(_ path: String) async throws -> [String: Double] {
            let answer = try await TestServer().post(path, Self.png, Digits.png())
            let digit = try #require((try answer.array()[0]["digits"] as? [[String: Any]])?.first)
            return digit.compactMapValues { $0 as? Double }
        }
        let unchecked = try await digit("/v1/classify?check=false")
        #expect(unchecked["certainty"] == unchecked["probability"])
        let checked = try await digit("/v1/classify")
        #expect(try #require(checked["certainty"]) < #require(unchecked["certainty"]))
    }

    @Test func drawsWhatItReadOnThePicture() async throws {
        let picture = try Digits.row()
        let answer = try await TestServer().post("/v1/classify?annotate=png", Self.png, PNG.encode(picture))
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "image/png")
        let drawn = try Recognizer(.mlp).read(picture).annotated(picture)
        #expect(answer.bytes == (try PNG.encode(drawn)))
        #expect(drawn != ColourImage(picture))
    }

    @Test func aFormHasAnEntryForEachPicture() async throws {
        let form = Form(files: [("a \"1\".png", try Digits.png(0)), ("나.png", try Digits.png(1)), ("c", [1, 2, 3])])
        let answer = try await TestServer().post("/v1/classify", form.type, form.body)
        #expect(answer.status == 200)
        let entries = try answer.array()
        #expect(entries.map { $0["file"] as? String } == ["a \"1\".png", "나.png", "c"])
        #expect(entries.map { ($0["digits"] as? [Any])?.count } == [1, 1, 0])
        #expect((entries[2]["error"] as? String)?.hasPrefix("c: picture: expected PNG") == true)
        #expect(entries[0]["error"] == nil)
    }

    @Test(arguments: [
        ("/v1/classify?single=yes", "single: expected true or false, found yes", 400),
        ("/v1/classify?check=1", "check: expected true or false, found 1", 400),
        ("/v1/classify?top=0", "top: expected 1 to 10, found 0", 400),
        ("/v1/classify?top=11", "top: expected 1 to 10, found 11", 400),
        ("/v1/classify?annotate=gif", "annotate: expected png, found gif", 400),
        ("/v1/classify?model=big", "model: expected mlp or cnn-small, found big", 404),
    ])
    func namesTheParameterThatIsWrong(path: String, message: String, status: Int) async throws {
        let answer = try await TestServer().post(path, Self.png, Digits.png())
        #expect(answer.status == status)
        #expect(answer.error == message)
    }

    @Test(arguments: [nil, "text/plain", "application/json", "application/x-www-form-urlencoded", "image/gif"])
    func refusesOtherContentTypes(type: String?) async throws {
        let answer = try await TestServer().post("/v1/classify", type, Digits.png())
        #expect(answer.status == 415)
        #expect(answer.error.hasPrefix("Content-Type: expected image/png"))
    }

    @Test func refusesWhatIsNoPicture() async throws {
        let png = try Digits.png()
        let server = try TestServer()
        let cases: [([UInt8], Int, String)] = [
            (Array("GIF89a".utf8), 415, "picture: a GIF picture is not read"), ([], 400, "picture: the file is empty"),
            (Array(png.dropLast(20)), 400, "PNG: "),
        ]
        for (bytes, status, message) in cases {
            let answer = try await server.post("/v1/classify", Self.png, bytes)
            #expect(answer.status == status)
            #expect(answer.error.hasPrefix(message))
        }
        let large = try await TestServer { $0.limits.pixels = 783 }.post("/v1/classify", Self.png, png)
        #expect(large.status == 413)
        #expect(large.error.hasPrefix("PNG: a picture of 28 x 28, the limit is 783 pixels"))
        let form = Form(files: [("a.png", Array("GIF89a".utf8))])
        #expect(try await server.post("/v1/classify", form.type, form.body).status == 415)
    }

    @Test func refusesFormsThatItCannotAnswer() async throws {
        let server = try TestServer { $0.limits.pictures = 2 }
        let one = ("a.png", try Digits.png())
        let none = try await server.post("/v1/classify", "multipart/form-data; boundary=B", Array("--B--\r\n".utf8))
        #expect(none.status == 400)
        #expect(none.error == "form: expected at least one file, found none")
        let two = Form(files: [one, one])
        let annotated = try await server.post("/v1/classify?annotate=png", two.type, two.body)
        #expect(annotated.error == "annotate: expected one picture, found 2")
        let three = Form(files: [one, one, one])
        #expect(try await server.post("/v1/classify", three.type, three.body).status == 413)
        let unnamed = try await server.post("/v1/classify", "multipart/form-data", two.body)
        #expect(unnamed.error == "Content-Type: expected a boundary of 1 to 70 characters, found 0")
    }

    @Test func refusesCompressedBodies() async throws {
        let answer = try await TestServer().post("/v1/classify", Self.png, Digits.png(), [.contentEncoding: "gzip"])
        #expect(answer.status == 415)
        #expect(answer.error.hasPrefix("Content-Encoding: expected none"))
    }
}
