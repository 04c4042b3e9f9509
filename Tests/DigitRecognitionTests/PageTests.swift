import DigitDatasets
import DigitFormats
import DigitRecognition
import Testing

/// Pages with everything that happens to paper, read with the default model.
struct PageTests {
    /// All pages where the build is fast, and a few elsewhere.
    static let seeds: Range<UInt64> = {
        #if DEBUG
            return 0..<6
        #else
            return 0..<500
        #endif
    }()

    @Test func pagesAreReadInOrder() throws {
        let sample = try BuiltInSample.load()
        let recognizer = try Recognizer(.standard)
        var (digits, right, boxes, empty, texts) = (0, 0, 0, 0, 0)
        var counts: [Page.Disturbance: (digits: Int, right: Int)] = [:]
        for seed in Self.seeds {
            let page = try Page(of: sample, seed: seed)
            let reading = recognizer.read(page.picture)
            var found = reading.digits.filter { $0.digit != nil }
            boxes += found.count
            var rightHere = 0
            for digit in page.digits {
                let best = found.indices.max { page.overlap(digit, found[$0].box) < page.overlap(digit, found[$1].box) }
                guard let best, page.overlap(digit, found[best].box) > 0.4 else { continue }
                if found.remove(at: best).digit == digit.label { rightHere += 1 }
            }
            empty += found.count
            digits += page.digits.count
            right += rightHere
            texts += reading.text == page.text ? 1 : 0
            for disturbance in page.disturbances {
                let before = counts[disturbance, default: (0, 0)]
                counts[disturbance] = (before.digits + page.digits.count, before.right + rightHere)
            }
            if rightHere < page.digits.count || !found.isEmpty {
                print("page \(seed): \(page.text.debugDescription) read as \(reading.text.debugDescription)")
            }
        }
        print("\(right) of \(digits) digits right, \(empty) of \(boxes) boxes empty, \(texts) texts right")
        for (disturbance, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            print("\(disturbance.rawValue): \(count.right) of \(count.digits)")
        }
        #if DEBUG
            #expect(right * 10 >= digits * 9)
        #else
            #expect(right * 100 >= digits * 98)
            #expect(empty * 100 <= boxes)
            #expect(texts * 100 >= Self.seeds.count * 90)
        #endif
    }
}
