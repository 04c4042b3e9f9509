import DigitBenchmarks
import Foundation
import Testing

@Suite("The report of a benchmark")
struct BenchmarkReportTests {
    private static func measurement(
        _ name: String, threads: Int = 1, seconds: [Double], images: Int? = nil, operations: Double? = nil,
        peak: Double? = nil
    ) -> DigitBenchmarks.Measurement {
        DigitBenchmarks.Measurement(
            Piece(name, threads: threads) { _ in throw WrongAnswer("it is not run here") },
            Piece.Outcome(spread: Spread(seconds), images: images, operations: operations, checked: "3 of 4 right"),
            peak: peak, memory: 2_000_000)
    }

    @Test func ratesFollowFromTheMedian() {
        let result = Self.measurement("predict/x/batch-8", seconds: [4, 2, 1], images: 8, operations: 30, peak: 60)
        #expect(result.medianSeconds == 2)
        #expect(result.imagesPerSecond == 4)
        #expect(result.operationsPerSecond == 15)
        #expect(result.shareOfPeak == 0.25)
    }

    @Test func whatTakesTooLongIsForetoldFromTheSameNetworkAndThreads() {
        var report = BenchmarkReport(
            machine: MachineDescription(), toolchain: nil, commit: nil, command: "digits-bench", data: "mnist")
        report.results = [
            Self.measurement("peak", seconds: [2], operations: 500),
            Self.measurement("predict/cnn/batch-10", seconds: [1], images: 10),
            Self.measurement("predict/cnn/batch-100", seconds: [5], images: 100),
            Self.measurement("predict/cnn/batch-100", threads: 2, seconds: [2], images: 100),
            Self.measurement("predict/cnn-small/batch-100", seconds: [1], images: 100),
        ]
        func piece(_ name: String, _ threads: Int) -> Piece {
            Piece(name, threads: threads) { _ in throw WrongAnswer("it is not run here") }
        }
        #expect(report.expectedSeconds(piece("predict/cnn/stream-6000000", 1), images: 6_000) == 300)
        #expect(report.expectedSeconds(piece("predict/cnn/stream-6000000", 2), images: 6_000) == 120)
        #expect(report.expectedSeconds(piece("predict/book/stream-6000000", 1), images: 6_000) == nil)
        #expect(report.peak(threads: 1) == 250)
        #expect(report.peak(threads: 2) == nil)
    }

    @Test func jsonHasEveryFieldWithItsUnitInTheName() throws {
        var report = BenchmarkReport(
            machine: MachineDescription(), toolchain: "Swift 6", commit: "abc", command: "digits-bench --quick",
            data: "mnist test, 4 images")
        report.results = [
            Self.measurement("predict/x/batch-8", threads: 2, seconds: [1, 3], images: 8, operations: 40, peak: 80)
        ]
        report.skipped = [.init(name: "predict/x/stream-6000000", threads: 1, reason: "would take 90 s")]
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(report))
        let document = try #require(object as? [String: Any])
        #expect(document["commit"] as? String == "abc")
        #expect(document["toolchain"] as? String == "Swift 6")
        #expect(document["command"] as? String == "digits-bench --quick")
        let machine = try #require(document["machine"] as? [String: Any])
        #expect(Set(machine.keys) == ["processor", "architecture", "cores", "system", "instruction_set"])
        let result = try #require((document["results"] as? [[String: Any]])?.first)
        #expect(result["name"] as? String == "predict/x/batch-8")
        #expect(result["threads"] as? Int == 2)
        #expect(result["repeats"] as? Int == 2)
        #expect(result["median_seconds"] as? Double == 2)
        #expect(result["lower_quartile_seconds"] as? Double == 1.5)
        #expect(result["upper_quartile_seconds"] as? Double == 2.5)
        #expect(result["fastest_seconds"] as? Double == 1)
        #expect(result["images_per_second"] as? Double == 4)
        #expect(result["share_of_peak"] as? Double == 0.25)
        #expect(result["peak_memory_bytes"] as? Int == 2_000_000)
        #expect(result["checked"] as? String == "3 of 4 right")
        let skipped = try #require((document["skipped"] as? [[String: Any]])?.first)
        #expect(skipped["reason"] as? String == "would take 90 s")
    }

    @Test(arguments: [
        (7.34e-7, "0.734 us"), (0.0123, "12.30 ms"), (0.5, "500.0 ms"), (2.5, "2.500 s"), (120, "120.0 s"),
    ])
    func timesHaveThreeDigitsOrMore(seconds: Double, text: String) {
        #expect(BenchmarkTable.duration(seconds) == text)
    }

    @Test(arguments: [(0.4, "0"), (999.5, "1,000"), (2_250_000.0, "2,250,000")])
    func ratesHaveTheirThousandsApart(value: Double, text: String) {
        #expect(BenchmarkTable.count(value) == text)
    }

    @Test func memoryIsWhatTheProcessHolds() throws {
        MemoryPeak.reset()
        let bytes = [UInt8](repeating: 1, count: 64_000_000)
        let held = try #require(MemoryPeak.bytes())
        #expect(bytes.last == 1)
        #expect(held > 64_000_000)
    }
}
