import DigitNetwork
import Testing

@Suite struct ArgmaxTests {
    @Test(
        arguments: [
            ([0.1, 0.7, 0.2], 1), ([3], 0), ([-3, -1, -2], 1), ([0, 0, 0], 0), ([1, 2, 2, 1], 1),
            ([-.infinity, -.infinity], 0), ([1, .infinity, .infinity], 1),
        ] as [([Float], Int)])
    func findsTheFirstOfTheLargest(values: [Float], index: Int) {
        #expect(argmax(values) == index)
    }

    @Test(
        arguments: [
            ([.nan, 5], 0), ([5, .nan, .infinity], 1), ([.nan, .nan], 0), ([1, 2, .nan], 2), ([1, .nan, .nan], 1),
        ] as [([Float], Int)])
    func takesTheFirstThatIsNotANumberAsNumPyDoes(values: [Float], index: Int) {
        #expect(argmax(values) == index)
    }

    @Test func looksAtEachRow() {
        #expect(argmax([1, 2, 3, 9, 8, 7], classes: 3) == [2, 0])
        #expect(argmax([], classes: 3).isEmpty)
    }
}
