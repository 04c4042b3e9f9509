import DigitDatasets
import DigitRecognition
import DigitTestSupport
import Testing

/// Pages with everything that happens to paper, read with the default model.
struct PageTests {
    /// All pages where the build is fast, and a few elsewhere.
    static let seeds: Range<UInt64> = inRelease(0..<500, inDebug: 0..<6)

    @Test func pagesAreReadInOrder() throws {
        let sample = try BuiltInSample.load()
        let recognizer = try Recognizer(.standard)
        var score = PageScore()
        for seed in Self.seeds {
            let page = try Page(of: sample, seed: seed)
            let reading = recognizer.read(page.picture)
            if !score.add(reading, of: page) {
                print("page \(seed): \(page.text.debugDescription) read as \(reading.text.debugDescription)")
            }
        }
        print(score.report)
        #if DEBUG
            #expect(score.right * 10 >= score.digits * 9)
        #else
            #expect(score.right * 100 >= score.digits * 98)
            #expect(score.empty * 100 <= score.boxes)
            #expect(score.texts * 100 >= score.pages * 90)
        #endif
    }
}
