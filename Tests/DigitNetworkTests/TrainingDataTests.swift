import DigitNetwork
import Testing

@Suite struct TrainingDataTests {
    @Test func countsItsImages() throws {
        let data = try TrainingData(images: [1, 2, 3, 4, 5, 6], labels: [1, 0], inputs: 3, classes: 2)
        #expect(data.count == 2)
    }

    @Test func refusesWhatDoesNotBelongTogether() {
        func error(_ pixels: Int, _ labels: [UInt8], _ inputs: Int, _ classes: Int) -> NetworkError? {
            #expect(throws: NetworkError.self) {
                try TrainingData(
                    images: [UInt8](repeating: 0, count: pixels), labels: labels, inputs: inputs, classes: classes)
            }
        }
        #expect(error(0, [], 3, 2)?.kind == .empty)
        #expect(error(5, [0, 1], 3, 2)?.description == "2 labels belong to [2, 3] pixels, found 5 pixels")
        #expect(error(6, [0, 1, 1], 3, 2)?.kind == .shapeMismatch)
        #expect(error(6, [0, 1], 0, 2)?.kind == .shapeMismatch)
        #expect(error(6, [0, 1], 3, 257)?.kind == .shapeMismatch)
        let label = error(6, [0, 2], 3, 2)
        #expect(label?.kind == .labelOutOfRange)
        #expect(label?.description == "label 2 of image 1 is not one of the classes 0..<2")
    }
}
