import DigitDatasets
import DigitFormats
import DigitRecognition
import DigitTestSupport
import Foundation
import Testing

/// The figure on pages of MNIST's official test digits, which chose nothing: to be measured once, not at every run.
struct PageReportTests {
    /// Where the figures and the first pages are written; pages are read only where this is set.
    private static let folder = ProcessInfo.processInfo.environment["DIGITS_REPORT_PAGES"]
    /// Which split's digits are composed: `test` unless the report itself is being tried out.
    private static let split = ProcessInfo.processInfo.environment["DIGITS_REPORT_SPLIT"] ?? "test"
    /// Other pages than those that the reader was made with, and than those from 1,000,000 on, which an earlier one read.
    private static let seeds: Range<UInt64> = 2_000_000..<2_000_500
    private static let pictures = 12

    @Test(.enabled(if: folder != nil, "DIGITS_REPORT_PAGES names no folder"))
    func pagesOfOfficialDigits() throws {
        let folder = URL(fileURLWithPath: try #require(Self.folder))
        let source = Self.split == "sample" ? try BuiltInSample.load() : try #require(OfficialData.test)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let recognizer = try Recognizer(.standard)
        var score = PageScore()
        for (index, seed) in Self.seeds.enumerated() {
            let page = try Page(of: source, seed: seed)
            let reading = recognizer.read(page.picture)
            score.add(reading, of: page)
            if index < Self.pictures {
                let file = try PNG.encode(reading.annotated(page.picture))
                try Data(file).write(to: folder.appendingPathComponent("page-\(index).png"))
            }
        }
        print(score.report)
        try Data(score.report.utf8).write(to: folder.appendingPathComponent("report-\(Self.split).txt"))
        #expect(score.right * 100 >= score.digits * 98)
        #expect(score.empty * 100 <= score.boxes)
    }
}
