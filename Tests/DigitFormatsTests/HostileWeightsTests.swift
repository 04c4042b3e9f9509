import DigitFormats
import DigitTestSupport
import Testing

/// Pickle and safetensors: cut, flipped and mutated inputs, memory counted.
struct HostileWeightsTests {
    /// A byte of input may be an opcode that makes a container: 16 bytes on the stack, 32 of it, 64 when it is finished, and
    /// what grows is there twice for a moment.
    static let pickleFactor = 200.0
    /// For errors, and for the empty tables.
    static let allowance = 16_384

    /// What NumPy 1 writes differs in a name only.
    @Test(arguments: PickleTests.versions.suffix(6)) func pickleStaysInProportion(version: String) throws {
        let weights = try Fixture.bytes("pickle/weights-\(version).pkl")
        expectNeverTraps(
            weights, mutations: 500, allocationFactor: Self.pickleFactor, fixedAllowance: Self.allowance
        ) { try Pickle.decode($0).tensorArchive() }
    }

    @Test(arguments: ["python2-protocol0", "python2-protocol2"]) func python2PickleStaysInProportion(name: String)
        throws
    {
        expectNeverTraps(
            try Fixture.bytes("pickle/\(name).pkl"), mutations: 500, allocationFactor: Self.pickleFactor,
            fixedAllowance: Self.allowance
        ) { try Pickle.decode($0).tensorArchive() }
    }

    /// Ten thousand in all of larger ones.
    @Test(arguments: ["arrays", "values"]) func mutatedPicklesStayInProportion(name: String) throws {
        for (seed, version) in PickleTests.versions.enumerated() {
            // Mutations only: these are cut and flipped in a shorter form above.
            let fixture = try Fixture.bytes("pickle/\(name)-\(version).pkl")
            expectNeverTraps(
                fixture, cutsAndFlips: false, mutations: 425, seed: UInt64(seed), allocationFactor: Self.pickleFactor,
                fixedAllowance: Self.allowance
            ) { try Pickle.decode($0) }
        }
    }

    /// One opcode again and again: what a byte of input can ask for at most.
    @Test(
        .enabled(if: AllocationCount.isAvailable, "allocations are counted on glibc without sanitizers only"),
        arguments: [
            "N", "]", "}", ")", "(", "(t", "(l", "N\u{85}", "]\u{94}", "U\0", "C\0", "I1\n", "N\u{94}", "]\u{85}",
            "(}l", "(]",
            "]N\u{94}a", "}N\u{94}Ns", "U\0q\u{01}", "K\u{01}0",
        ])
    func repeatedOpcodesStayInProportion(opcodes: String) {
        let start = PickleTests.pickle("(")
        let end = PickleTests.pickle("t.")
        let middle = PickleTests.pickle(String(repeating: opcodes, count: 20_000 / opcodes.unicodeScalars.count))
        let bytes = start + middle + end
        let count = measuringAllocations { _ = try? Pickle.decode(bytes) }.allocations
        #expect((count?.peakBytes ?? .max) < Int(Self.pickleFactor) * bytes.count)
    }

    /// However deep the stack is, an opcode touches its top alone: all that is ever allocated, freed or not, is counted,
    /// so that a copy of the stack at each opcode would show, which time alone would not say for sure.
    @Test(
        .enabled(if: AllocationCount.isAvailable, "allocations are counted on glibc without sanitizers only"),
        arguments: [
            "N\u{85}", "NN\u{86}", "(t", "(l", "(d", "]Na", "](Ne", "}NNs", "}(u", "}(NNu", "N(1", "NN0", "Np1\n",
            "Nq\0h\0",
            "c_codecs\nencode\n(X\0\0\0\0Vlatin1\ntR", "c__builtin__\nbytes\n)R", "ccollections\nOrderedDict\n)R",
            "h\u{01}(h\u{02}h\u{03}tR",
            "h\u{01}(h\u{02}h\u{03}tR0cnumpy\ndtype\n(Vu1\nI00\nI01\ntR(I3\nV|\nNNNI-1\nI-1\nI0\ntb",
        ])
    func opcodesDoNotCopyTheStack(opcodes: String) {
        // In the memo: 1 is scalar, 2 the type of one byte, 3 such a byte.
        let start = PickleTests.pickle(
            "cnumpy.core.multiarray\nscalar\nq\u{01}0C\u{01}\u{07}q\u{03}0"
                + "cnumpy\ndtype\n(Vu1\nI00\nI01\ntR(I3\nV|\nNNNI-1\nI-1\nI0\ntbq\u{02}0" + "(")
        func total(_ depth: Int) -> Int? {
            let stack = PickleTests.pickle(String(repeating: "N", count: depth))
            let bytes = start + stack + PickleTests.pickle(String(repeating: opcodes, count: 200) + "t.")
            return measuringAllocations { _ = try? Pickle.decode(bytes) }.allocations?.totalBytes
        }
        guard let shallow = total(1), let deep = total(20_001) else {
            Issue.record("allocations are not counted")
            return
        }
        // 20,000 values, as items of 16 bytes and as values of 32, in arrays that double; a copy each would be 64 MB.
        #expect(deep - shallow < 200 * 20_000)
    }

    /// Short keys and texts take the most: they lie in a set, and in a dictionary or an entry.
    static let safetensorsFactor = 16.0

    @Test(arguments: ["weights", "bfloat16"]) func safetensorsStaysInProportion(name: String) throws {
        expectNeverTraps(
            try Fixture.bytes("safetensors/\(name).safetensors"), mutations: 500,
            allocationFactor: Self.safetensorsFactor, fixedAllowance: Self.allowance
        ) { try Safetensors.decode($0) }
    }

    @Test func mutatedSafetensorsStayInProportion() throws {
        expectNeverTraps(
            try Fixture.bytes("safetensors/arrays.safetensors"), cutsAndFlips: false,
            allocationFactor: Self.safetensorsFactor, fixedAllowance: Self.allowance
        ) { try Safetensors.decode($0) }
    }

    @Test(
        .enabled(if: AllocationCount.isAvailable, "allocations are counted on glibc without sanitizers only"),
        arguments: ["metadata", "arrays"])
    func denseHeadersStayInProportion(kind: String) throws {
        let entries = (0..<2000).map { index in
            kind == "metadata"
                ? "\"\(index)\":\"\"" : "\"\(index)\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}"
        }
        let list = "{" + entries.joined(separator: ",") + "}"
        let bytes = SafetensorsRulesTests.file(kind == "metadata" ? "{\"__metadata__\":\(list)}" : list)
        let (archive, count) = measuringAllocations { try? Safetensors.decode(bytes) }
        #expect(archive.map { $0.metadata.count + $0.entries.count } == 2000)
        #expect((count?.peakBytes ?? .max) < Int(Self.safetensorsFactor) * bytes.count)
    }
}
