import DigitFormats
import DigitTestSupport
import Testing

/// Arrays of pickles whose parts contradict each other: one part wrong at a time.
struct PickleArraySafetyTests {
    /// The parts of an array of protocol 0; each test changes one.
    private struct Parts {
        var reconstruct = "cnumpy.core.multiarray\n_reconstruct\n"
        var arguments = "(cnumpy\nndarray\n(I0\ntC\u{01}bt"
        var version = "I1\n"
        var shape = "(I2\nI3\nt"
        var dtype = "cnumpy\ndtype\n(Vi2\nI00\nI01\ntR"
        var dtypeState = "(I3\nV<\nNNNI-1\nI-1\nI0\ntb"
        var order = "I00\n"
        var data = "C\u{0C}\u{01}\0\u{02}\0\u{03}\0\u{04}\0\u{05}\0\u{06}\0"

        var bytes: [UInt8] {
            PickleTests.pickle(
                reconstruct + arguments + "R(" + version + shape + dtype + dtypeState + order + data + "tb.")
        }
    }

    private func decode(_ change: (inout Parts) -> Void) throws -> PickleValue {
        var parts = Parts()
        change(&parts)
        return try Pickle.decode(parts.bytes)
    }

    private func expectRefusal(
        _ kind: FormatError.Kind, sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout Parts) -> Void
    ) {
        let error = #expect(throws: FormatError.self, sourceLocation: sourceLocation) { try decode(change) }
        #expect(error?.kind == kind, sourceLocation: sourceLocation)
    }

    private static let tensor: PickleValue = {
        do {
            let bytes: [UInt8] = [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]
            return .tensor(try Tensor(elementType: .int16, shape: [2, 3], bytes: bytes))
        } catch {
            fatalError("\(error)")
        }
    }()

    @Test func readsTheArrayAsItIs() throws {
        #expect(try decode { _ in } == Self.tensor)
        // NumPy 1.16.0, NumPy 2, Python 2, and the byte orders that mean the machine's own.
        #expect(try decode { $0.reconstruct = "cnumpy.core._multiarray_umath\n_reconstruct\n" } == Self.tensor)
        #expect(try decode { $0.reconstruct = "cnumpy._core.multiarray\n_reconstruct\n" } == Self.tensor)
        #expect(try decode { $0.arguments = "(cnumpy\nndarray\n(I0\ntS'b'\nt" } == Self.tensor)
        #expect(try decode { $0.dtypeState = "(I3\nV=\nNNNI-1\nI-1\nI0\ntb" } == Self.tensor)
        #expect(try decode { $0.dtypeState = "(I3\nS'|'\nNNNI-1\nI-1\nI0\ntb" } == Self.tensor)
        #expect(try decode { $0.dtype = "cnumpy\ndtype\n(S'i2'\nI0\nI1\ntR" } == Self.tensor)
    }

    @Test(arguments: [
        "(I2\nI4\nt", "(I3\nt", "t(", "(I-2\nI-3\nt", "(I-6\nI-1\nt", "(I4294967296\nI4294967296\nt",
        "(I9223372036854775807\nI2\nt", "(I4611686018427387904\nI4\nt", "(I-9223372036854775808\nI3\nt", "(F2\nI3\nt",
        "(I01\nI3\nt", "(NNt", "I6\n", "N", "]",
        // A zero does not make good for what overflows before it.
        "(I9223372036854775807\nI9223372036854775807\nI0\nt",
    ])
    func refusesShapesThatTheBytesDoNotFill(shape: String) {
        #expect(throws: FormatError.self) { try decode { $0.shape = shape } }
    }

    @Test func refusesMoreDimensionsThanNumPyHas() throws {
        func shape(_ count: Int) -> String { "(" + String(repeating: "I1\n", count: count - 1) + "I6\nt" }
        guard case .tensor(let tensor) = try decode({ $0.shape = shape(64) }) else {
            Issue.record("expected an array")
            return
        }
        #expect(tensor.shape.count == 64)
        expectRefusal(.limitExceeded) { $0.shape = shape(65) }
    }

    @Test(arguments: ["O", "V8", "S3", "U3", "c8", "M8", "f16", "f3", "", "i", "2", "<i2", "i2 ", "object", "i2,i2"])
    func refusesElementTypesThatItDoesNotKnow(code: String) {
        expectRefusal(.unsupported) { $0.dtype = "cnumpy\ndtype\n(V\(code)\nI00\nI01\ntR" }
    }

    @Test func refusesElementTypesThatAreNoneOrNotFinished() {
        expectRefusal(.malformed) { $0.dtypeState = "" }
        expectRefusal(.malformed) { $0.dtypeState += "(I3\nV<\nNNNI-1\nI-1\nI0\ntb" }
        expectRefusal(.malformed) { $0.dtype = "cnumpy\ndtype\n(Vi2\nI01\nI01\ntR" }
        expectRefusal(.malformed) { $0.dtype = "cnumpy\ndtype\n(Vi2\ntR" }
        expectRefusal(.malformed) {
            $0.dtype = "Vi2\n"
            $0.dtypeState = ""
        }
        expectRefusal(.forbidden) { $0.dtype = "cnumpy\ndtype\n" }
    }

    @Test(arguments: [
        "(I4\nV<\nNNNI-1\nI-1\nI0\ntb", "(I3\nV!\nNNNI-1\nI-1\nI0\ntb", "(I3\nV\nNNNI-1\nI-1\nI0\ntb",
        "(I3\nV<\n)NNI-1\nI-1\nI0\ntb", "(I3\nV<\nN)NI-1\nI-1\nI0\ntb", "(I3\nV<\nNN}I-1\nI-1\nI0\ntb",
        "(I3\nV<\nNNNI4\nI-1\nI0\ntb", "(I3\nV<\nNNNI-1\nI4\nI0\ntb", "(I3\nV<\nNNNI-1\nI-1\nI16\ntb",
        "(I3\nV<\nNNNI-1\nI-1\ntb", "(I3\nV<\nNNNI-1\nI-1\nI0\nNtb", "(tb", "Nb", "}b",
    ])
    func refusesStatesOfElementTypesWithMoreThanAByteOrder(state: String) {
        #expect(throws: FormatError.self) { try decode { $0.dtypeState = state } }
    }

    @Test func refusesContentThatIsNotBytes() {
        expectRefusal(.unsupported) { $0.data = "]" }
        expectRefusal(.unsupported) { $0.data = "V123456789012\n" }
        expectRefusal(.unsupported) { $0.data = "N" }
        expectRefusal(.malformed) { $0.data = "C\u{0B}\u{01}\0\u{02}\0\u{03}\0\u{04}\0\u{05}\0\u{06}" }
        expectRefusal(.malformed) { $0.data = "C\0" }
        // 13 characters of Latin-1, one that is none, and half of one.
        expectRefusal(.malformed) { $0.data = "c_codecs\nencode\n(V1234567890123\nVlatin1\ntR" }
        expectRefusal(.malformed) { $0.data = "c_codecs\nencode\n(V12345678901\\u0100\nVlatin1\ntR" }
        expectRefusal(.malformed) { $0.data = "c_codecs\nencode\n(X\u{0D}\0\0\012345678901\u{C4}\u{80}Vlatin1\ntR" }
        expectRefusal(.malformed) { $0.data = "c_codecs\nencode\n(X\u{0C}\0\0\012345678901\u{C3}Vlatin1\ntR" }
        expectRefusal(.unsupported) { $0.data = "c_codecs\nencode\n(V123456789012\nVrot13\ntR" }
        expectRefusal(.unsupported) { $0.data = "c_codecs\nencode\n(C\u{01}xVlatin1\ntR" }
        expectRefusal(.unsupported) { $0.data = "c__builtin__\nbytes\n(I12\ntR" }
    }

    @Test func refusesStatesOfAnotherForm() {
        expectRefusal(.unsupported) { $0.version = "" }
        expectRefusal(.unsupported) { $0.version = "I2\n" }
        expectRefusal(.unsupported) { $0.data += "N" }
        expectRefusal(.malformed) { $0.order = "I2\n" }
        expectRefusal(.malformed) { $0.order = "N" }
        expectRefusal(.unsupported) { $0.arguments = "(cnumpy\ndtype\n(I0\ntC\u{01}bt" }
        expectRefusal(.malformed) { $0.arguments = "(cnumpy\nndarray\n(I1\ntC\u{01}bt" }
        expectRefusal(.malformed) { $0.arguments = "(cnumpy\nndarray\n(I0\ntC\u{01}ft" }
        expectRefusal(.unsupported) { $0.arguments = "(cnumpy\nndarray\nt" }
        expectRefusal(.unsupported) { $0.arguments = ")" }
        expectRefusal(.malformed) { $0.arguments = "N" }
        expectRefusal(.malformed) { $0.dtype = "cnumpy\ndtype\n(Vb1\nI00\nI01\ntR" }
    }

    @Test func refusesTruthValuesThatAreNone() {
        expectRefusal(.malformed) {
            $0.shape = "(I12\nt"
            $0.dtype = "cnumpy\ndtype\n(Vb1\nI00\nI01\ntR"
        }
    }

    @Test(arguments: [
        // An array that BUILD never filled, one that it fills twice, names and types that stand alone.
        ("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\u{01}btR.", FormatError.Kind.malformed),
        ("cnumpy\ndtype\n.", .unsupported),
        ("cnumpy\ndtype\n(Vi2\nI00\nI01\ntR.", .unsupported),
        ("cnumpy\nndarray\n)R.", .unsupported),
        ("ccollections\nOrderedDict\n(]tR.", .unsupported),
    ])
    func refusesWhatIsNoValue(text: String, kind: FormatError.Kind) {
        let error = #expect(throws: FormatError.self) { try Pickle.decode(PickleTests.pickle(text)) }
        #expect(error?.kind == kind)
    }

    @Test func refusesToFillAnArrayTwice() {
        let bytes = Parts().bytes.dropLast()
        let error = #expect(throws: FormatError.self) { try Pickle.decode(bytes + PickleTests.pickle("(tb.")) }
        #expect(error?.kind == .malformed)
    }

    // MARK: _frombuffer, scalar

    private static let dtype = "cnumpy\ndtype\n(Vi2\nI00\nI01\ntR(I3\nV<\nNNNI-1\nI-1\nI0\ntb"
    private static let data = "C\u{0C}\u{01}\0\u{02}\0\u{03}\0\u{04}\0\u{05}\0\u{06}\0"

    private static func fromBuffer(_ rest: String) -> [UInt8] {
        PickleTests.pickle("cnumpy.core.numeric\n_frombuffer\n(" + data + dtype + rest + "tR.")
    }

    @Test func readsBuffersInEveryOrder() throws {
        #expect(try Pickle.decode(Self.fromBuffer("(I2\nI3\ntVC\n")) == Self.tensor)
        let fortran = try Pickle.decode(Self.fromBuffer("(I2\nI3\ntVF\n"))
        let turned = try Pickle.decode(Self.fromBuffer("(I2\nI3\ntVK\n(I1\nI0\nt"))
        guard case .tensor(let fortran) = fortran, case .tensor(let turned) = turned else {
            Issue.record("expected arrays")
            return
        }
        #expect(fortran.integers() == [1, 3, 5, 2, 4, 6])
        #expect(turned.shape == [3, 2])
        #expect(turned.integers() == [1, 4, 2, 5, 3, 6])
    }

    @Test(arguments: [
        "(I2\nI3\ntVA\n", "(I2\nI3\ntVK\n", "(I2\nI3\nt", "(I2\nI3\ntVC\n(I0\nI1\nt", "(I2\nI3\ntVK\n(I0\nI0\nt",
        "(I2\nI3\ntVK\n(I0\nt", "(I2\nI3\ntVK\n(I1\nI2\nt", "(I2\nI3\ntVK\n(I0\nI-1\nt", "(I2\nI3\ntVK\nN",
        "(I2\nI3\ntVK\n(I0\nI1\ntN", "(I7\ntVC\n", "(I2\nI3\ntN",
    ])
    func refusesBuffersOfAnotherForm(rest: String) {
        #expect(throws: FormatError.self) { try Pickle.decode(Self.fromBuffer(rest)) }
    }

    @Test(arguments: ["C\u{02}\u{01}\0", "C\u{01}\u{01}", "C\u{03}\0\0\0", "Vab\n", "N", "C\u{02}\u{01}\0N", ""])
    func readsScalarsOfTheRightSizeOnly(data: String) throws {
        let bytes = PickleTests.pickle("cnumpy.core.multiarray\nscalar\n(" + Self.dtype + data + "tR.")
        if data == "C\u{02}\u{01}\0" {
            #expect(try Pickle.decode(bytes) == .int(1))
        } else {
            #expect(throws: FormatError.self) { try Pickle.decode(bytes) }
        }
    }

    @Test func refusesScalarsOfMoreThan63Bits() {
        let dtype = Self.dtype.replacing("i2", with: "u8")
        let bytes = PickleTests.pickle("cnumpy.core.multiarray\nscalar\n(\(dtype)C\u{08}\0\0\0\0\0\0\0\u{80}tR.")
        #expect(throws: FormatError(.unsupported, .pickle, "")) { try Pickle.decode(bytes) }
    }

    /// A thousand arrays of the same 10,000 bytes would be 10 MB out of 100 KB.
    @Test func refusesArraysThatShareTheirBytes() {
        var text =
            "(" + Self.dtype.replacing("i2", with: "u1") + "q\0B\u{10}\u{27}\0\0"
            + String(repeating: "x", count: 10_000)
        text += "q\u{01}cnumpy.core.numeric\n_frombuffer\nq\u{02}VC\nq\u{03}"
        text += String(repeating: "h\u{02}(h\u{01}h\0(I10000\nth\u{03}tR", count: 1000) + "l."
        let bytes = PickleTests.pickle(text)
        let (error, count) = measuringAllocations { #expect(throws: FormatError.self) { try Pickle.decode(bytes) } }
        #expect(error?.description.hasPrefix("pickle: the arrays take more bytes than the file has") == true)
        if let count { #expect(count.peakBytes < 10 * bytes.count) }
    }
}
