import DigitTestSupport
import Testing

@Suite struct HostileInputTests {
    @Test func cutsEveryProperPrefix() {
        #expect(Array(HostileInput.truncations(of: [1, 2, 3])) == [[], [1], [1, 2]])
    }

    @Test func flipsEveryBitOnce() {
        let flips = Array(HostileInput.bitFlips(of: [0x00, 0xF0]))
        #expect(flips.count == 16)
        #expect(flips.first == [0x01, 0xF0])
        #expect(flips.last == [0x00, 0x70])
        #expect(Set(flips).count == 16)
    }

    @Test func sameSeedMutatesAlike() {
        let fixture = [UInt8](0..<50)
        let first = Array(HostileInput.mutations(of: fixture, count: 200, seed: 7))
        #expect(first == Array(HostileInput.mutations(of: fixture, count: 200, seed: 7)))
        #expect(first != Array(HostileInput.mutations(of: fixture, count: 200, seed: 8)))
        #expect(first.contains { $0.count < 50 })
        #expect(first.contains { $0.count > 50 })
    }

    @Test(.enabled(if: AllocationCount.isAvailable, "allocations are counted on glibc without sanitizers only"))
    func countsArraysOfTheSwiftRuntime() {
        let (arrays, count) = measuringAllocations {
            // The first is freed before the second exists: 200,000 bytes in all, 100,000 at once.
            var kept: [UInt8] = []
            for value in 1...2 as ClosedRange<UInt8> {
                kept = []
                kept = [UInt8](repeating: value, count: 100_000)
            }
            return kept
        }
        #expect(arrays.count == 100_000)
        #expect(count.map { (100_000...104_000).contains($0.peakBytes) } == true)
        #expect(count.map { (200_000...208_000).contains($0.totalBytes) } == true)
    }

    @Test(.enabled(if: AllocationCount.isAvailable, "allocations are counted on glibc without sanitizers only"))
    func reportsParserThatAllocatesTooMuch() {
        withKnownIssue {
            expectNeverTraps([200, 1], mutations: 10, allocationFactor: 1, fixedAllowance: 1000) { input in
                [UInt8](repeating: 0, count: Int(input.first ?? 0) * 100)
            }
        }
    }
}
