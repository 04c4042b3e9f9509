package import Testing

/// Feeds every cut, every single bit flip and seeded mutations of a good input to a parser, which must return or throw
/// and stay under a stated amount of memory.
///
/// A trap ends the test process; that is how it is seen. Cuts and flips are tried on fixtures of up to 4 KB, since
/// their number grows with the size; mutations on all.
///
/// - Parameters:
///   - fixture: An input that the parser takes.
///   - cutsAndFlips: Whether it is cut and flipped at all; else it is only mutated.
///   - mutations: How many mutated versions to try.
///   - seed: Chooses the mutations.
///   - allocationFactor: Heap bytes that the parser may hold at once, for each byte of input, its result included.
///   - fixedAllowance: Bytes that it may hold besides, for errors and small tables.
///   - sourceLocation: Where a failure is shown.
///   - parser: The code under test; what it returns is dropped, what it throws is taken for a refusal.
package func expectNeverTraps<Result>(
    _ fixture: [UInt8], cutsAndFlips: Bool = true, mutations: Int = 10_000, seed: UInt64 = 1, allocationFactor: Double,
    fixedAllowance: Int, sourceLocation: SourceLocation = #_sourceLocation, parser: ([UInt8]) throws -> Result
) {
    do {
        _ = try parser(fixture)
    } catch {
        Issue.record("The parser refuses the undamaged fixture: \(error)", sourceLocation: sourceLocation)
        return
    }
    if !AllocationCount.isAvailable { reportUncounted }

    func run(_ kind: String, _ inputs: some Sequence<[UInt8]>) {
        var failures = 0
        for (index, input) in inputs.enumerated() {
            let count = measuringAllocations { _ = try? parser(input) }.allocations
            let limit = Int(allocationFactor * Double(input.count)) + fixedAllowance
            guard let count, count.peakBytes > limit else { continue }
            failures += 1
            // The first few tell the story; ten thousand lines would hide it.
            guard failures <= 3 else { continue }
            Issue.record(
                "\(kind) \(index): \(count.peakBytes) bytes held for an input of \(input.count), more than \(limit)",
                sourceLocation: sourceLocation)
        }
    }
    if cutsAndFlips, fixture.count <= 4096 {
        run("cut", HostileInput.truncations(of: fixture))
        run("bit flip", HostileInput.bitFlips(of: fixture))
    }
    run("mutation", HostileInput.mutations(of: fixture, count: mutations, seed: seed))
}

/// Says once a process that memory is not counted here.
private let reportUncounted: Void = print(
    "Skipped: allocations are not counted on this platform; parsers are only checked not to trap.")
