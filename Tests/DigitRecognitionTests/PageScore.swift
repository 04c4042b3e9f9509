import DigitRecognition

/// How many digits of composed pages were found and read right.
///
/// A digit counts where its box is found, with two fifths of both boxes' area in common, and what was read there is right;
/// what was rejected was not found.
struct PageScore {
    private(set) var digits = 0
    private(set) var right = 0
    /// The boxes that were found, and those of them that hold no digit.
    private(set) var boxes = 0, empty = 0
    /// The pages, and those whose text is right, lines included.
    private(set) var pages = 0, texts = 0
    private var counts: [Page.Disturbance: (digits: Int, right: Int)] = [:]

    /// Counts a page; says whether all of it is right.
    @discardableResult
    mutating func add(_ reading: PictureReading, of page: Page) -> Bool {
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
        pages += 1
        texts += reading.text == page.text ? 1 : 0
        for disturbance in page.disturbances {
            let before = counts[disturbance, default: (0, 0)]
            counts[disturbance] = (before.digits + page.digits.count, before.right + rightHere)
        }
        return rightHere == page.digits.count && found.isEmpty
    }

    /// The figures, a line each.
    var report: String {
        let disturbed = counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { disturbance, count in
            "\(disturbance.rawValue): \(count.right) of \(count.digits)\n"
        }
        let all = "\(right) of \(digits) digits right, \(empty) of \(boxes) boxes empty, "
        return all + "\(texts) of \(pages) texts right\n" + disturbed.joined()
    }
}
