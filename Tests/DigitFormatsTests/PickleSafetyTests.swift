import DigitFormats
import DigitTestSupport
import Testing

/// Pickles that would have Python run something, ask for more than they are, or contradict themselves.
struct PickleSafetyTests {
    private static func bytes(_ text: String) -> [UInt8] { PickleTests.pickle(text) }

    /// The kind of the refusal, and its whole sentence.
    private func expectRefusal(
        _ bytes: [UInt8], _ kind: FormatError.Kind, _ description: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: FormatError.self, sourceLocation: sourceLocation) { try Pickle.decode(bytes) }
        #expect(error?.kind == kind, sourceLocation: sourceLocation)
        #expect(error?.description == "pickle: " + description, sourceLocation: sourceLocation)
    }

    // MARK: What would run

    @Test(arguments: [
        ("}V0123456789abcd\ncos\nsystem\n(Vls\ntR.", "global os.system is not allowed, at byte 17"),
        ("cbuiltins\neval\n.", "global builtins.eval is not allowed, at byte 0"),
        // Exact: neither a part of an allowed name nor one with an attribute behind it.
        ("cnumpy\nndarray.dump\n.", "global numpy.ndarray.dump is not allowed, at byte 0"),
        (
            "cnumpy.core\nmultiarray._reconstruct\n.",
            "global numpy.core.multiarray._reconstruct is not allowed, at byte 0"
        ),
        ("cnumpy \ndtype\n.", "global numpy .dtype is not allowed, at byte 0"),
        ("cNumPy\ndtype\n.", "global NumPy.dtype is not allowed, at byte 0"),
        ("c\n\n.", "global . is not allowed, at byte 0"),
        ("c\u{1B}[31mos\nsystem\n.", "global ?[31mos.system is not allowed, at byte 0"),
        ("\u{80}\u{04}\u{8C}\u{02}os\u{8C}\u{06}system\u{93}.", "global os.system is not allowed, at byte 14"),
        ("(Vls\nios\nsystem\n.", "opcode INST (0x69) is not allowed, at byte 5"),
        ("(cnumpy\ndtype\nVf4\no.", "opcode OBJ (0x6F) is not allowed, at byte 18"),
        ("cnumpy\ndtype\n)\u{81}.", "opcode NEWOBJ (0x81) is not allowed, at byte 14"),
        ("cnumpy\ndtype\n)}\u{92}.", "opcode NEWOBJ_EX (0x92) is not allowed, at byte 15"),
        ("\u{82}\u{01}.", "opcode EXT1 (0x82) is not allowed, at byte 0"),
        ("\u{83}\u{01}\u{00}.", "opcode EXT2 (0x83) is not allowed, at byte 0"),
        ("\u{84}\u{01}\u{00}\u{00}\u{00}.", "opcode EXT4 (0x84) is not allowed, at byte 0"),
        ("P1\n.", "opcode PERSID (0x50) is not allowed, at byte 0"),
        ("V1\nQ.", "opcode BINPERSID (0x51) is not allowed, at byte 3"),
        ("\u{97}.", "opcode NEXT_BUFFER (0x97) is not allowed, at byte 0"),
        ("N\u{98}.", "opcode READONLY_BUFFER (0x98) is not allowed, at byte 1"),
        ("\u{8F}.", "opcode EMPTY_SET (0x8F) is not allowed, at byte 0"),
        ("\u{8F}(\u{90}.", "opcode EMPTY_SET (0x8F) is not allowed, at byte 0"),
        ("(\u{90}.", "opcode ADDITEMS (0x90) is not allowed, at byte 1"),
        ("(\u{91}.", "opcode FROZENSET (0x91) is not allowed, at byte 1"),
        ("N2.", "opcode DUP (0x32) is not allowed, at byte 1"),
        ("N)R.", "only a name that is allowed may be called, at byte 2"),
        ("})b.", "a state is given to what takes none, at byte 2"),
        ("N)b.", "a state is given to what takes none, at byte 2"),
    ])
    func refusesByNameWhatWouldRun(text: String, description: String) {
        expectRefusal(Self.bytes(text), .forbidden, description)
    }

    @Test func shortensAndCleansNamesInErrors() throws {
        let long = String(repeating: "x", count: 100_000)
        let error = #expect(throws: FormatError.self) { try Pickle.decode(Self.bytes("c\(long)\n\(long)\n.")) }
        #expect(error?.kind == .forbidden)
        #expect((error?.description.utf8.count ?? .max) < 250)
    }

    // MARK: Wrong from the start

    @Test func tellsOtherFilesFromPickles() {
        expectRefusal(Self.bytes("<!DOCTYPE html>"), .wrongFormat, "pickle has no opcode 0x3C, at byte 0")
        expectRefusal(Self.bytes("version https://git-lfs"), .wrongFormat, "pickle has no opcode 0x76, at byte 0")
        expectRefusal(Self.bytes("N\u{FF}."), .malformed, "pickle has no opcode 0xFF, at byte 1")
        expectRefusal(
            [0x50, 0x4B, 3, 4], .wrongFormat,
            "these bytes look like a zip archive: PyTorch's checkpoints end in .pt, NumPy's archives in .npz, at byte 0"
        )
        expectRefusal([], .truncated, "an opcode takes 1 bytes, 0 are left, at byte 0")
        expectRefusal(Self.bytes("N"), .truncated, "an opcode takes 1 bytes, 0 are left, at byte 1")
        expectRefusal(Self.bytes("N.N"), .trailingBytes, "1 bytes follow the end, at byte 2")
        expectRefusal(Self.bytes("\u{80}\u{06}N."), .unsupported, "protocol 6 is newer than 5, at byte 0")
        expectRefusal(Self.bytes("N\u{80}\u{02}."), .malformed, "opcode PROTO should be the first, at byte 1")
        expectRefusal(Self.bytes("NN."), .malformed, "1 values and 0 marks are left over at the end, at byte 2")
        expectRefusal(Self.bytes("(N."), .malformed, "0 values and 1 marks are left over at the end, at byte 2")
    }

    @Test(arguments: [
        // Past the input, within another frame, passed by an opcode.
        (
            "\u{95}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}N.", FormatError.Kind.truncated,
            "a frame of 18446744073709551615 bytes is announced, 2 are left, at byte 0"
        ),
        (
            "\u{95}\u{0A}\0\0\0\0\0\0\0\u{95}\u{01}\0\0\0\0\0\0\0N.", .malformed,
            "a frame begins within another, at byte 9"
        ),
        (
            "\u{95}\u{02}\0\0\0\0\0\0\0U\u{01}x.", .malformed,
            "opcode SHORT_BINSTRING passes the end of its frame, at byte 9"
        ),
    ])
    func checksFrames(text: String, kind: FormatError.Kind, description: String) {
        expectRefusal(Self.bytes(text), kind, description)
    }

    @Test(arguments: [
        "R.", "N)", "a.", "Na.", "]a.", "}s.", "}Ns.", "]NNs.", "(e.", "N(e.", "}(Nu.", "(Nd.", "t.", "1.", "0.", "(1.",
        "\u{85}.", "N\u{86}.", "NN\u{87}.", "(N\u{85}\u{85}.", "N(\u{85}.", "p0\n.", "q\0.", "\u{94}.", "(\u{94}.",
        "g0\n.",
        "h\0.", "j\0\0\0\0.", "Np-1\n.", "\u{93}.", "NN\u{93}.", "b.", "Nb.", "I\n.", "I-\n.", "I0x1\n.", "I1_0\n.",
        "I+1\n.",
        "I1 \n.", "I1L\n.", "L\n.", "LL\n.", "L1l\n.", "F\n.", "F0x1p3\n.", "Finfinity\n.", "F1e\n.", "S'a\n.", "Sa\n.",
        "S'\n.", "S\n.", "S'a\"\n.", "S'\\q'\n.", "S'\\x4'\n.", "S'\\'\n.", "V\\u12\n.", "V\\ud800\n.",
        "V\\U00110000\n.",
        "X\u{01}\0\0\0\u{FF}.", "X\u{03}\0\0\0\u{ED}\u{A0}\u{80}.", "X\u{02}\0\0\0\u{C0}\u{80}.",
    ])
    func refusesWhatIsMalformed(text: String) {
        #expect(throws: FormatError.self) { try Pickle.decode(Self.bytes(text)) }
    }

    @Test(arguments: ["I9223372036854775808\n.", "L-9223372036854775809L\n.", "\u{8A}\u{09}\0\0\0\0\0\0\0\u{80}\0."])
    func refusesIntegersOfMoreThan64Bits(text: String) {
        #expect(throws: FormatError(.unsupported, .pickle, "")) { try Pickle.decode(Self.bytes(text)) }
    }

    // MARK: Lengths

    @Test(arguments: [
        "B\u{FF}\u{FF}\u{FF}\u{FF}x", "C\u{FF}x", "\u{8E}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}x",
        "\u{8E}\0\0\0\0\0\0\0\u{80}x", "\u{8E}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{7F}x",
        "\u{96}\0\0\0\0\0\0\0\u{80}x", "\u{8D}\0\0\0\0\0\0\0\u{80}x", "X\u{FF}\u{FF}\u{FF}\u{FF}x", "\u{8C}\u{02}x",
        // Python 2's length has a sign: -1 and -2^31.
        "T\u{FF}\u{FF}\u{FF}\u{FF}x", "T\0\0\0\u{80}x", "T\u{FF}\u{FF}\u{FF}\u{7F}x", "U\u{02}x",
        "\u{8B}\u{FF}\u{FF}\u{FF}\u{FF}x", "\u{8B}\0\0\0\u{80}x", "\u{8B}\u{FF}\u{FF}\u{FF}\u{7F}x", "\u{8A}\u{02}x",
        "J\0\0\0", "M\0", "K", "G\0\0\0\0\0\0\0", "Vx", "Sx", "I1", "cos", "cos\nsystem", "r\0\0\0", "\u{80}",
        "\u{95}\0",
    ])
    func checksLengthsBeforeAnythingElse(text: String) {
        let bytes = Self.bytes(text)
        // Once before: the table of names and the runtime's own are made once a process.
        _ = try? Pickle.decode(bytes)
        let (thrown, count) = measuringAllocations { () -> FormatError? in
            do throws(FormatError) {
                _ = try Pickle.decode(bytes)
                return nil
            } catch {
                return error
            }
        }
        #expect(thrown?.kind == .truncated)
        if let count { #expect(count.peakBytes < 16_384) }
    }

    // MARK: Caps

    @Test func hugeMemoNumberTakesNoMemory() throws {
        let bytes = Self.bytes("Nr\u{FF}\u{FF}\u{FF}\u{FF}p9223372036854775807\n.")
        _ = try? Pickle.decode(bytes)
        let (value, count) = measuringAllocations { try? Pickle.decode(bytes) }
        #expect(value == PickleValue.none)
        if let count { #expect(count.peakBytes < 16_384) }
    }

    @Test func refusesDeepNesting() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Self.bytes(String(repeating: "]", count: depth) + String(repeating: "a", count: depth - 1) + ".")
        }
        _ = try Pickle.decode(nested(Pickle.maximumDepth))
        let sentence = "containers lie more than 64 deep"
        expectRefusal(nested(Pickle.maximumDepth + 1), .limitExceeded, sentence)
        expectRefusal(nested(1_000_000), .limitExceeded, sentence)
        let tuples = Self.bytes(")" + String(repeating: "\u{85}", count: 1_000_000) + ".")
        expectRefusal(tuples, .limitExceeded, sentence)
    }

    /// Each list is finished before the next one is asked for, and still holds all those before it.
    @Test func refusesDeepNestingThatIsReachedInSteps() {
        var text = "(]q\u{00}"
        for index in 1...100 { text += "]h\(Unicode.Scalar(UInt8(index - 1)))aq\(Unicode.Scalar(UInt8(index)))" }
        expectRefusal(Self.bytes(text + "l."), .limitExceeded, "containers lie more than 64 deep")
    }

    @Test func refusesValuesThatWaitWithoutEnd() {
        let many = [UInt8](repeating: UInt8(ascii: "N"), count: Pickle.maximumStackDepth + 1)
        #expect(throws: FormatError(.limitExceeded, .pickle, "")) { try Pickle.decode(many) }
        let marks = [UInt8](repeating: UInt8(ascii: "("), count: Pickle.maximumStackDepth + 1)
        #expect(throws: FormatError(.limitExceeded, .pickle, "")) { try Pickle.decode(marks) }
    }

    /// Ten references to ten references and so on: 10^12 values in 250 bytes.
    @Test func refusesAliasesThatMultiply() {
        var text = "]q\u{00}"
        for level in 1...12 as ClosedRange<UInt8> {
            let below = "h" + String(Unicode.Scalar(level - 1))
            text += "](" + String(repeating: below, count: 10) + "eq" + String(Unicode.Scalar(level))
        }
        text = "(" + text + "l."
        expectRefusal(Self.bytes(text), .limitExceeded, "there are more than \(Pickle.maximumItems) values")
    }

    /// One long text, or one array, a thousand times: 100 MB in some kilobytes.
    @Test(arguments: ["X\u{A0}\u{86}\u{01}\u{00}", "T\u{A0}\u{86}\u{01}\u{00}", "B\u{A0}\u{86}\u{01}\u{00}"])
    func sharesTextThatIsReferredToAgain(opcode: String) throws {
        // 100,000 bytes, referred to 10 and then 1000 times.
        let start = Self.bytes("(" + opcode) + [UInt8](repeating: 0x61, count: 100_000) + Self.bytes("q\0")
        func repeated(_ count: Int) -> [UInt8] {
            start + Self.bytes(String(repeating: "h\0", count: count) + "l.")
        }
        let (value, count) = measuringAllocations { try? Pickle.decode(repeated(10)) }
        #expect(value != nil)
        if let count { #expect(count.peakBytes < 400_000) }
        #expect(throws: FormatError(.limitExceeded, .pickle, "")) { try Pickle.decode(repeated(1000)) }
    }

    /// The same for `_codecs.encode`, which makes bytes of a text that is in the memo.
    @Test func encodesTextOnlyWhenItIsNeeded() {
        let start =
            Self.bytes("(X\u{A0}\u{86}\u{01}\u{00}") + [UInt8](repeating: 0x61, count: 100_000) + Self.bytes("q\0")
        let call = "c_codecs\nencode\n(h\0Vlatin1\ntR"
        let bytes = start + Self.bytes(String(repeating: call, count: 1000) + "l.")
        let (error, count) = measuringAllocations { #expect(throws: FormatError.self) { try Pickle.decode(bytes) } }
        #expect(error?.kind == .limitExceeded)
        // As much as values may repeat, and the objects themselves.
        if let count { #expect(count.peakBytes < 32 * bytes.count) }
    }

    @Test func refusesContainersThatHoldThemselves() {
        let sentence = "a container holds itself"
        expectRefusal(Self.bytes("]q\0h\0a."), .malformed, sentence)
        expectRefusal(Self.bytes("}q\0Nh\0s."), .malformed, sentence)
        expectRefusal(Self.bytes("]q\0(h\0ta."), .malformed, sentence)
        expectRefusal(Self.bytes("]q\0}q\u{01}Nh\0sa."), .malformed, sentence)
    }

    @Test func refusesKeysThatComeTwiceOrCannotBeKeys() {
        expectRefusal(Self.bytes("}(Va\nI1\nVa\nI2\nu."), .malformed, "a dict's key comes twice: a")
        expectRefusal(Self.bytes("}]Ns."), .unsupported, "a dict's key is a value of type list")
        expectRefusal(Self.bytes("}(]tNs."), .unsupported, "a dict's key is a value of type tuple")
        expectRefusal(Self.bytes("}Fnan\nNs."), .unsupported, "a dict's key is a value of type float")
    }
}
