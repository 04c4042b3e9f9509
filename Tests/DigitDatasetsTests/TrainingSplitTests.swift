import DigitDatasets
import Testing

@Suite struct TrainingSplitTests {
    /// Images whose first pixel is their index.
    private func data(_ count: Int) throws -> LabelledImages {
        let images = (0..<count).map { index in
            DigitImage(pixels: [UInt8(index)] + [UInt8](repeating: 0, count: 783))
        }
        return try LabelledImages(images: DigitImages(images), labels: DigitLabels((0..<count).map { UInt8($0 / 3) }))
    }

    @Test func everyTwelfthImageIsHeldOut() throws {
        let split = try TrainingSplit(data(25))
        #expect(!split.holdsOutSample)
        #expect((0..<2).map { split.validation.images[$0].pixels[0] } == [11, 23])
        #expect(Array(split.validation.labels) == [3, 7])
        #expect(split.training.count == 23)
        #expect(split.training.images[11].pixels[0] == 12)
    }

    @Test func fewerThanTwelveImagesAreRefused() throws {
        let images = try data(11)
        #expect(throws: DatasetError(.damaged, "")) { try TrainingSplit(images) }
    }
}
