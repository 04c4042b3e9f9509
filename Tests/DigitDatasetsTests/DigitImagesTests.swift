import DigitDatasets
import Testing

@Suite struct DigitImagesTests {
    /// Three images of two rows and three columns, every pixel another.
    let images = DigitImages(pixels: Array(1...18), count: 3, height: 2, width: 3)

    @Test func shapeIsThatOfTheBook() {
        #expect(images.shape == [3, 1, 2, 3])
        #expect(images.flattened.shape == [3, 6])
        #expect(images.flattened.pixels == images.pixels)
        #expect(images.flattened[1..<3].shape == [2, 6])
    }

    @Test func oneImageIsReadRowByRow() {
        let second = images[1]
        #expect(second.pixels == [7, 8, 9, 10, 11, 12])
        #expect(second[0, 2] == 9)
        #expect(second[1, 0] == 10)
    }

    @Test func sliceOfASliceStartsWhereItShould() {
        let last = images[1..<3][1..<2]
        #expect(last.count == 1)
        #expect(last[0].pixels == [13, 14, 15, 16, 17, 18])
        #expect(last.withPixels { $0.count } == 6)
        #expect(last.withPixels { $0[4] } == 17)
        #expect(images[2..<2].pixels == [])
    }

    @Test func selectionKeepsTheOrderAsked() {
        #expect(images.selecting([2, 0, 2]).pixels == Array(13...18) + Array(1...6) + Array(13...18))
        #expect(images.selecting([]).count == 0)
    }

    @Test func normalizedIsThePixelOver255() {
        let normalized = DigitImages(pixels: [0, 51, 255, 102], count: 2, height: 1, width: 2).normalized()
        #expect(normalized.values == [0, 0.2, 1, 0.4])
        #expect(normalized.shape == [2, 1, 1, 2])
        #expect(normalized.flattened.shape == [2, 2])
    }

    @Test func transposedSwapsRowsAndColumns() {
        let turned = images.transposed()
        #expect(turned.shape == [3, 1, 3, 2])
        #expect(turned[0].pixels == [1, 4, 2, 5, 3, 6])
        #expect(turned[2].pixels == [13, 16, 14, 17, 15, 18])
        #expect(turned.transposed() == images)
    }

    @Test func equalOnlyWithTheSameShapeAndPixels() {
        #expect(images == DigitImages((0..<3).map { images[$0] }))
        #expect(images != DigitImages(pixels: Array(1...18), count: 3, height: 3, width: 2))
        #expect(images[0..<2] != images[1..<3])
    }

    @Test func misuseStopsWithAMessage() async {
        await #expect(processExitsWith: .failure) {
            _ = DigitImages(pixels: [1, 2, 3], count: 1, height: 2, width: 2)
        }
        await #expect(processExitsWith: .failure) {
            _ = DigitImages(pixels: [1, 2, 3, 4], count: 1, height: 2, width: 2)[1]
        }
        await #expect(processExitsWith: .failure) {
            _ = DigitImages(pixels: [1, 2, 3, 4], count: 1, height: 2, width: 2)[0..<2]
        }
    }
}

@Suite struct DigitLabelsTests {
    @Test func labelsAreNumbers() {
        let labels: DigitLabels = [5, 0, 4, 9]
        #expect(Array(labels) == [5, 0, 4, 9])
        #expect(Array(labels.slice(1..<3)) == [0, 4])
        #expect(labels.slice(1..<4)[2] == 9)
        #expect(labels[1..<4].startIndex == 1)
        #expect(Array(labels.selecting([3, 0])) == [9, 5])
        #expect(labels.bytes == [5, 0, 4, 9])
    }

    @Test func oneHotPutsTheOneAtTheLabel() {
        let labels: DigitLabels = [2, 0]
        #expect(labels.oneHot(classes: 3) == [0, 0, 1, 1, 0, 0])
    }

    @Test func labelBeyondTheClassesStopsWithAMessage() async {
        await #expect(processExitsWith: .failure) { _ = ([3] as DigitLabels).oneHot(classes: 3) }
    }

    @Test func pairsNeedAsManyLabelsAsImages() {
        let images = DigitImages(pixels: [0, 0], count: 2, height: 1, width: 1)
        #expect(throws: DatasetError(.damaged, "")) { try LabelledImages(images: images, labels: [1]) }
        #expect(throws: DatasetError(.damaged, "")) { try LabelledImages(images: images, labels: [1, 10]) }
        #expect(throws: Never.self) { try LabelledImages(images: images, labels: [1, 10], classes: 11) }
    }

    @Test func pairErrorNamesTheLabelAndItsPlace() {
        let images = DigitImages(pixels: [0, 0], count: 2, height: 1, width: 1)
        let error = #expect(throws: DatasetError.self) { try LabelledImages(images: images, labels: [1, 12]) }
        #expect(error?.message == "expected labels below 10, found 12 at index 1")
    }

    @Test func prefixOfAPairIsAtMostAll() throws {
        let data = try TinyData.train()
        #expect(data.prefix(2) == data[0..<2])
        #expect(data.prefix(9) == data)
        #expect(Array(data.selecting([2, 1]).labels) == [9, 0])
    }
}
